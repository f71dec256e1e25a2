import { decodeFloat16 } from '../float16.mjs';
import { CONV_LAYERS } from '../vgg19-layers.ts';
import { packJob } from './jobs.ts';
import type { Pipelines } from './pipelines.ts';
import { FLOAT_BYTES, FREQUENCIES } from './plan.ts';

/** A convolution's numbers on the device. */
export interface LoadedLayer {
  /** As the layer's kernel wants them. */
  readonly kernels: GPUBuffer;
  readonly bias: GPUBuffer;
}

/**
 * Loads the network onto a device and transforms the kernels of its Winograd convolutions, once: they take four times
 * their room.
 *
 * @param halves float16 weights in the order of WEIGHT_SPECS.
 */
export function loadLayers(device: GPUDevice, pipelines: Pipelines, halves: Uint16Array): LoadedLayer[] {
  let at = 0;
  const takeStored = (count: number) => {
    at += count;
    return storeFloats(device, decodeFloat16(halves.subarray(at - count, at)));
  };
  return CONV_LAYERS.map(({ inChannels, outChannels }, index) => {
    const kernels = takeStored(9 * inChannels * outChannels);
    const bias = takeStored(outChannels);
    if (index === 0) return { kernels, bias };
    const transformed = transformKernels(device, pipelines.kernels.winogradKernels, kernels, inChannels, outChannels);
    kernels.destroy();
    return { kernels: transformed, bias };
  });
}

export function storeFloats(device: GPUDevice, values: Float32Array<ArrayBuffer>): GPUBuffer {
  const buffer = device.createBuffer({
    size: values.byteLength,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

function transformKernels(
  device: GPUDevice,
  pipeline: GPUComputePipeline,
  kernels: GPUBuffer,
  inChannels: number,
  outChannels: number,
): GPUBuffer {
  const transformed = device.createBuffer({
    size: FREQUENCIES * inChannels * outChannels * FLOAT_BYTES,
    usage: GPUBufferUsage.STORAGE,
  });
  const numbers = packJob('winogradKernels', { inChannels, outChannels });
  const job = device.createBuffer({
    size: numbers.byteLength,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(job, 0, numbers);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [job, kernels, transformed].map((buffer, binding) => ({ binding, resource: { buffer } })),
    }),
  );
  pass.dispatchWorkgroups(outChannels / 64, inChannels);
  pass.end();
  device.queue.submit([encoder.finish()]);
  job.destroy();
  return transformed;
}
