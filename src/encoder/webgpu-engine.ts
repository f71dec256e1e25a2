import { adapterName } from './choose-device.ts';
import type { Device, FeatureExtractor } from './feature-extractor.ts';
import { GpuGuard } from './gpu-guard.ts';
import { refuse, requestDevice } from './request-device.ts';
import { Network } from './webgpu/network.ts';
import { compilePipelines, type Pipelines, type Precision } from './webgpu/pipelines.ts';
import { WebGpuExtractor } from './webgpu/webgpu-extractor.ts';
import type { Weights } from './weights.ts';

/** Kernels that compute the network on a graphics device. */
export interface KernelSet {
  /** Our own with half or single precision between kernels (see Precision), or TensorFlow.js' plain ones. */
  readonly kind: Precision | 'plain';
  /**
   * Called once, and frees what the set before it took.
   *
   * @throws AppError device-out-of-memory, device-lost, webgpu-unavailable when the device does not take the kernels.
   */
  load(weights: Weights): Promise<FeatureExtractor>;
}

/**
 * Opens an adapter's device, and begins to compile the first of our own kernels. TensorFlow.js is fetched only when its
 * turn has come.
 *
 * @returns What may be tried on the device, kernels that move the fewest bytes first.
 * @throws AppError webgpu-unavailable when the adapter gives no device.
 */
export async function startWebGpuEngine(adapter: GPUAdapter): Promise<readonly KernelSet[]> {
  const device = await requestDevice(adapter);
  const guard = new GpuGuard(device);
  const described: Device = { engine: 'webgpu', name: adapterName(adapter), note: '' };
  const compile = (precision: Precision) => guard.unlessLost(compilePipelines(device, precision)).catch(refuse);
  const [first, ...later]: readonly [Precision, ...Precision[]] = device.features.has('shader-f16')
    ? ['half', 'single']
    : ['single'];
  const compiled = compile(first);
  // Awaited when it is loaded.
  compiled.catch(() => undefined);
  let network: Network | undefined;
  const ownKernels = (kind: Precision, compiling: () => Promise<Pipelines>): KernelSet => ({
    kind,
    async load({ halves, weightsId }) {
      network?.free();
      network = await Network.load(device, guard, await compiling(), halves);
      return new WebGpuExtractor(described, weightsId, network, () => device.destroy());
    },
  });
  const plainKernels: KernelSet = {
    kind: 'plain',
    async load(weights) {
      network?.free();
      const open = { gpu: device, adapterInfo: adapter.info, guard, device: described };
      return import('./start-tfjs.ts').then(({ startTfjs }) => startTfjs(open, weights)).catch(refuse);
    },
  };
  const laterKernels = later.map((precision) => ownKernels(precision, () => compile(precision)));
  return [ownKernels(first, () => compiled), ...laterKernels, plainKernels];
}
