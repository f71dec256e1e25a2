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
import type { Device } from './feature-extractor.ts';
import type { GpuGuard } from './gpu-guard.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import { TfjsExtractor } from './tfjs-extractor.ts';
import type { GramProduct } from './vgg19.ts';
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

/** A device that is open. */
export interface OpenDevice {
  readonly gpu: GPUDevice;
  readonly adapterInfo: GPUAdapterInfo;
  readonly guard: GpuGuard;
  readonly device: Device;
}

/** Starts TensorFlow.js' WebGPU backend on a device. */
export async function startTfjs(open: OpenDevice, weights: Weights): Promise<TfjsExtractor> {
  return new TfjsExtractor(await startBackend(open), weights);
}

/** The backend alone, as TensorFlow.js' current one. */
export async function startBackend({ gpu, adapterInfo, guard, device }: OpenDevice): Promise<TfjsEngine> {
  // Both settings make the sums independent of the size of the batch and of atomic additions: same pixels, same bits.
  env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_MATMUL);
  env().set('WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL', 0);
  for (const kernel of KERNELS) registerKernel(kernel);
  registerBackend('webgpu', () => new WebGPUBackend(gpu, adapterInfo));
  await setBackend('webgpu');
  return {
    device,
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
