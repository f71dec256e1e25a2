import { namedProfile } from '../../../src/barcode/profile.ts';
import type { FeatureExtractor } from '../../../src/encoder/feature-extractor.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../../../src/encoder/untrained.ts';
import { startWebGpuEngine } from '../../../src/encoder/webgpu-engine.ts';
import { randomImages } from './random-images.ts';
import type { TimedEngine, Timing } from './timed-engine.ts';

/** The app's own WebGPU kernels, or TensorFlow.js' in their place. */
export class GpuEngine implements TimedEngine {
  readonly #kernels: 'own' | 'tfjs';
  #extractor: FeatureExtractor | undefined;

  constructor(kernels: 'own' | 'tfjs') {
    this.#kernels = kernels;
  }

  async start(): Promise<string> {
    const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) throw new Error('no WebGPU adapter');
    const engine = await startWebGpuEngine(adapter);
    const weights = { weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves: untrainedWeights() };
    const isOwn = this.#kernels === 'own';
    this.#extractor = await (isOwn ? engine.load(weights) : engine.loadPlain(weights));
    return `${isOwn ? 'Gramscope' : 'TensorFlow.js'} WebGPU`;
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
