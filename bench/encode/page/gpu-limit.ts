import { compilePipelines } from '../../../src/encoder/webgpu/pipelines.ts';

const CHANNELS = 512;
const FREQUENCIES = 36;
const RUNS = 3;

/**
 * What our matrix product reaches on the device with nothing around it: 36 products of tiles x 512 by 512 x 512.
 *
 * @param tiles A multiple of 64: many for a graphics card, few for a software adapter.
 * @returns GFLOP/s, a multiply-add counted as two.
 */
export async function measureProduct(tiles: number): Promise<number> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('no WebGPU adapter');
  const device = await adapter.requestDevice();
  const { winogradProduct } = await compilePipelines(device);
  const job = device.createBuffer({ size: 48, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(job, 0, Uint32Array.of(0, 0, CHANNELS, CHANNELS, 0, 0, 0, tiles, tiles, 0));
  const matrix = (rows: number) =>
    device.createBuffer({ size: FREQUENCIES * rows * CHANNELS * 4, usage: GPUBufferUsage.STORAGE });
  const buffers = [job, matrix(tiles), matrix(CHANNELS), matrix(tiles)];
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const bindGroup = device.createBindGroup({ layout: winogradProduct.getBindGroupLayout(0), entries });
  const run = async (times: number) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(winogradProduct);
    pass.setBindGroup(0, bindGroup);
    for (let time = 0; time < times; time++) pass.dispatchWorkgroups(CHANNELS / 64, tiles / 64, FREQUENCIES);
    pass.end();
    const begin = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - begin;
  };
  await run(1);
  const milliseconds = await run(RUNS);
  device.destroy();
  return (2 * RUNS * FREQUENCIES * tiles * CHANNELS * CHANNELS) / milliseconds / 1e6;
}
