import { batchMatMulConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/BatchMatMul.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/FusedConv2D.js';
import { gatherV2Config } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/GatherV2.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/MaxPool.js';
import { reshapeConfig } from '@tensorflow/tfjs-backend-webgpu/dist/kernels/Reshape.js';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu.js';
import {
  env,
  type KernelConfig,
  matMul,
  registerBackend,
  registerKernel,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { adapterName } from './choose-device.ts';
import type { FeatureExtractor } from './feature-extractor.ts';
import { GpuGuard } from './gpu-guard.ts';
import { refuse, requestDevice } from './request-device.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import type { GramProduct } from './vgg19.ts';
import { Network } from './webgpu/network.ts';
import { compilePipelines, type Pipelines, type Precision } from './webgpu/pipelines.ts';
import { WebGpuExtractor } from './webgpu/webgpu-extractor.ts';
import type { Weights } from './weights.ts';

const KERNELS: readonly KernelConfig[] = [
  batchMatMulConfig,
  fusedConv2DConfig,
  gatherV2Config,
  maxPoolConfig,
  reshapeConfig,
];

/** MatMulProgramType.MatMulPackedProgram of the backend. */
const PACKED_MATMUL = 3;

/** The largest tensor of the network, after conv1_1, has 64 float32 a pixel. */
const BYTES_A_PIXEL = 256;

/** Stacking more than this gains nothing: 8 patches of 256 x 256. */
const MOST_STACKED_PIXELS = 8 * 256 * 256;

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
 * Opens an adapter's device with TensorFlow.js' WebGPU backend, and begins to compile the first of our own kernels.
 *
 * @returns What may be tried on the device, kernels that move the fewest bytes first.
 * @throws AppError webgpu-unavailable when the adapter gives no device.
 */
export async function startWebGpuEngine(adapter: GPUAdapter): Promise<readonly KernelSet[]> {
  const device = await requestDevice(adapter);
  const guard = new GpuGuard(device);
  const tfjs = await startTfjs(device, guard, adapter);
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
      return new WebGpuExtractor(tfjs.device, weightsId, network, tfjs.dispose);
    },
  });
  const plainKernels: KernelSet = {
    kind: 'plain',
    async load(weights) {
      network?.free();
      const { TfjsExtractor } = await import('./tfjs-extractor.ts');
      return new TfjsExtractor(tfjs, weights);
    },
  };
  const laterKernels = later.map((precision) => ownKernels(precision, () => compile(precision)));
  return [ownKernels(first, () => compiled), ...laterKernels, plainKernels];
}

async function startTfjs(gpu: GPUDevice, guard: GpuGuard, adapter: GPUAdapter): Promise<TfjsEngine> {
  // Both settings make the sums independent of the size of the batch and of atomic additions: same pixels, same bits.
  env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_MATMUL);
  env().set('WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL', 0);
  for (const kernel of KERNELS) registerKernel(kernel);
  registerBackend('webgpu', () => new WebGPUBackend(gpu, adapter.info));
  await setBackend('webgpu');
  return {
    device: { engine: 'webgpu', name: adapterName(adapter), note: '' },
    stackedPixels: Math.min(MOST_STACKED_PIXELS, gpu.limits.maxStorageBufferBindingSize / BYTES_A_PIXEL),
    gramProduct: transposeInside,
    guard: (work) => guard.run(work),
    dispose: () => {
      removeBackend('webgpu');
      gpu.destroy();
    },
  };
}

const transposeInside: GramProduct = (features) => matMul(features, features, true, false);
