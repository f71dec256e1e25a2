import { namedProfile } from '../../../src/barcode/profile.ts';
import { TfjsExtractor } from '../../../src/encoder/tfjs-extractor.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../../../src/encoder/untrained.ts';
import { randomImages } from './random-images.ts';
import { startTfjsWasm } from './tfjs-backend.ts';
import type { TimedEngine, Timing } from './timed-engine.ts';

/** TensorFlow.js' WebAssembly backend. */
export class TfjsEngine implements TimedEngine {
  #extractor: TfjsExtractor | undefined;

  async start({ threads }: { readonly threads: number }): Promise<string> {
    const weights = { weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves: untrainedWeights() };
    this.#extractor = new TfjsExtractor(await startTfjsWasm(threads), weights);
    return this.#extractor.device.name;
  }

  async encode({ size, batch }: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#extractor) throw new Error('start first');
    const images = randomImages(size, batch);
    const profile = { ...namedProfile('standard', UNTRAINED_WEIGHTS_ID), size };
    const begin = performance.now();
    const barcodes = await this.#extractor.encode(images, profile, new AbortController().signal);
    return { milliseconds: performance.now() - begin, stages: {}, memoryBytes: null, barcodes };
  }
}
