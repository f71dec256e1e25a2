import { AppError } from '../base/errors.ts';

/**
 * Opens an adapter's device. The default limits would not hold the tensors of a 512 pixel image, so all that the adapter
 * has is asked for, and half precision where it is there.
 *
 * @throws AppError webgpu-unavailable when the adapter gives no device.
 */
export async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const { limits, features } = adapter;
  return adapter
    .requestDevice({
      requiredFeatures: features.has('shader-f16') ? ['shader-f16'] : [],
      requiredLimits: {
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxBufferSize: limits.maxBufferSize,
        maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      },
    })
    .catch(refuse);
}

/** @throws AppError: what it was given if it is one, webgpu-unavailable otherwise. */
export function refuse(thrown: unknown): never {
  if (thrown instanceof AppError) throw thrown;
  throw new AppError('webgpu-unavailable', String(thrown), { cause: thrown });
}
