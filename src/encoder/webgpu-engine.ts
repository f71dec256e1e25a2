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
import { AppError } from '../base/errors.ts';
import { adapterName } from './choose-device.ts';
import { GpuGuard } from './gpu-guard.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import type { GramProduct } from './vgg19.ts';

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

/**
 * Starts TensorFlow.js' WebGPU backend on an adapter.
 *
 * @throws AppError webgpu-unavailable when the adapter gives no device.
 */
export async function startWebGpuEngine(adapter: GPUAdapter): Promise<TfjsEngine> {
  const device = await requestDevice(adapter);
  const guard = new GpuGuard(device);
  // Both settings make the sums independent of the size of the batch and of atomic additions: same pixels, same bits.
  env().set('WEBGPU_MATMUL_PROGRAM_TYPE', PACKED_MATMUL);
  env().set('WEBGPU_THRESHOLD_TO_INCREASE_WORKGROUPS_FOR_MATMUL', 0);
  for (const kernel of KERNELS) registerKernel(kernel);
  registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  await setBackend('webgpu');
  return {
    device: { engine: 'webgpu', name: adapterName(adapter), note: '' },
    stackedPixels: Math.min(MOST_STACKED_PIXELS, device.limits.maxStorageBufferBindingSize / BYTES_A_PIXEL),
    gramProduct: transposeInside,
    guard: (work) => guard.run(work),
    dispose: () => {
      removeBackend('webgpu');
      device.destroy();
    },
  };
}

const transposeInside: GramProduct = (features) => matMul(features, features, true, false);

/** The default limits would not hold the tensors of a 512 pixel image, so all that the adapter has is asked for. */
async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits } = adapter;
  try {
    return await adapter.requestDevice({
      requiredLimits: {
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxBufferSize: limits.maxBufferSize,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      },
    });
  } catch (thrown) {
    throw new AppError('webgpu-unavailable', String(thrown), { cause: thrown });
  }
}
