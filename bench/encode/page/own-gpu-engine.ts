import { GpuGuard } from '../../../src/encoder/gpu-guard.ts';
import { preprocess } from '../../../src/encoder/preprocess.ts';
import { requestDevice } from '../../../src/encoder/request-device.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../../../src/encoder/untrained.ts';
import { Network } from '../../../src/encoder/webgpu/network.ts';
import { compilePipelines, type Precision } from '../../../src/encoder/webgpu/pipelines.ts';
import { WebGpuExtractor } from '../../../src/encoder/webgpu/webgpu-extractor.ts';
import {
  randomImages,
  requestAdapter,
  STANDARD_ENTRIES,
  standardProfile,
  type TimedEngine,
  type Timing,
} from './timed-engine.ts';

/** The app's own WebGPU kernels, with half or single precision between them. */
export class OwnGpuEngine implements TimedEngine {
  readonly #precision: Precision;
  #started: { readonly network: Network; readonly extractor: WebGpuExtractor } | undefined;
  /** By size. */
  readonly #stages = new Map<number, Readonly<Record<string, number>>>();

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  async start(): Promise<string> {
    const device = await requestDevice(await requestAdapter());
    const network = await Network.load(
      device,
      new GpuGuard(device),
      await compilePipelines(device, this.#precision),
      untrainedWeights(),
    );
    const name = `Gramscope WebGPU${this.#precision === 'half' ? ', half precision' : ''}`;
    const extractor = new WebGpuExtractor({ engine: 'webgpu', name, note: '' }, UNTRAINED_WEIGHTS_ID, network, () =>
      device.destroy(),
    );
    this.#started = { network, extractor };
    return name;
  }

  async encode({ size, batch }: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#started) throw new Error('start first');
    const { network, extractor } = this.#started;
    const images = randomImages(size, batch);
    const profile = standardProfile(size);
    // Before the patches, since it takes the network's plan from them.
    const stages = this.#stages.get(size) ?? (await timeStages(network, size));
    this.#stages.set(size, stages);
    const begin = performance.now();
    const barcodes = await extractor.encode(images, profile, new AbortController().signal);
    const milliseconds = performance.now() - begin;
    return { milliseconds, stages, memoryBytes: network.memoryBytes, barcodes };
  }

  async dispose(): Promise<void> {
    this.#started?.extractor.dispose();
  }
}

/** Milliseconds of each stage of one patch, one after the other. */
async function timeStages(network: Network, size: number): Promise<Record<string, number>> {
  const pixels = preprocess(randomImages(size, 1));
  const stack = { images: 1, height: size, width: size, patches: 1, pixels };
  const wanted = { kept: STANDARD_ENTRIES, binarisation: 'per-layer' } as const;
  // The first call allocates.
  await network.barcodes([stack], wanted);
  const { bits, ...stages } = await network.timeStages(stack, wanted);
  return { ...stages, 'median and packing': bits };
}
