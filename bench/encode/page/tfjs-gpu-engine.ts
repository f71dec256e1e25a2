import { memory } from '@tensorflow/tfjs-core';
import type { FeatureExtractor } from '../../../src/encoder/feature-extractor.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../../../src/encoder/untrained.ts';
import { startWebGpuEngine } from '../../../src/encoder/webgpu-engine.ts';
import { randomImages, requestAdapter, standardProfile, type TimedEngine, type Timing } from './timed-engine.ts';

/** TensorFlow.js' WebGPU backend, as the app takes it where our own kernels are wrong. */
export class TfjsGpuEngine implements TimedEngine {
  #extractor: FeatureExtractor | undefined;

  async start(): Promise<string> {
    const kernelSets = await startWebGpuEngine(await requestAdapter());
    const weights = { weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves: untrainedWeights() };
    this.#extractor = await kernelSets.find(({ kind }) => kind === 'plain')?.load(weights);
    return 'TensorFlow.js WebGPU';
  }

  async encode({ size, batch }: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#extractor) throw new Error('start first');
    const images = randomImages(size, batch);
    const profile = standardProfile(size);
    const begin = performance.now();
    const barcodes = await this.#extractor.encode(images, profile, new AbortController().signal);
    const milliseconds = performance.now() - begin;
    const { numBytesInGPU } = memory() as { numBytesInGPU?: number };
    return { milliseconds, stages: {}, memoryBytes: numBytesInGPU ?? null, barcodes };
  }

  async dispose(): Promise<void> {
    this.#extractor?.dispose();
  }
}
