import { dispose, matMul, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { adapterName, isSoftware } from '../../../src/encoder/choose-device.ts';
import { GpuGuard } from '../../../src/encoder/gpu-guard.ts';
import { requestDevice } from '../../../src/encoder/request-device.ts';
import { startBackend } from '../../../src/encoder/start-tfjs.ts';
import { packJob } from '../../../src/encoder/webgpu/jobs.ts';
import { compilePipelines } from '../../../src/encoder/webgpu/pipelines.ts';
import type { Adapter } from '../engines.ts';
import { requestAdapter } from './timed-engine.ts';

const CHANNELS = 512;
const FREQUENCIES = 36;
const RUNS = 3;

export async function describeAdapter(): Promise<Adapter | null> {
  const adapter = await requestAdapter().catch(() => undefined);
  if (!adapter) return null;
  return { name: adapterName(adapter), software: isSoftware(adapter), half: adapter.features.has('shader-f16') };
}

/** See GpuBench.measureProduct. */
export async function fasterProduct(tiles: number): Promise<number> {
  const least = Math.min(await timeOwnProduct(tiles), await timeTfjsProduct(tiles));
  return (2 * FREQUENCIES * tiles * CHANNELS * CHANNELS) / least / 1e6;
}

/** Milliseconds of our kernel for the products. */
async function timeOwnProduct(tiles: number): Promise<number> {
  const device = await requestDevice(await requestAdapter());
  const { winogradProduct } = (await compilePipelines(device, 'single')).kernels;
  const sides = { height: 0, width: 0, inChannels: CHANNELS, outChannels: CHANNELS, tilesDown: 0, tilesAcross: 0 };
  const run = { firstTile: 0, tileCount: tiles, tileRoom: tiles, pooled: 0 };
  const numbers = packJob('winogradProduct', { ...sides, ...run });
  const job = device.createBuffer({
    size: numbers.byteLength,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  device.queue.writeBuffer(job, 0, numbers);
  const matrix = (rows: number) =>
    device.createBuffer({ size: FREQUENCIES * rows * CHANNELS * 4, usage: GPUBufferUsage.STORAGE });
  const buffers = [job, matrix(tiles), matrix(CHANNELS), matrix(tiles)];
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const bindGroup = device.createBindGroup({ layout: winogradProduct.getBindGroupLayout(0), entries });
  const milliseconds = await leastOf(async () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(winogradProduct);
    pass.setBindGroup(0, bindGroup);
    for (let run = 0; run < RUNS; run++) pass.dispatchWorkgroups(CHANNELS / 64, tiles / 64, FREQUENCIES);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  });
  device.destroy();
  return milliseconds / RUNS;
}

/** Milliseconds of TensorFlow.js' batch of matrix products. */
async function timeTfjsProduct(tiles: number): Promise<number> {
  const adapter = await requestAdapter();
  const gpu = await requestDevice(adapter);
  const device = { engine: 'webgpu', name: adapterName(adapter), note: '' } as const;
  await startBackend({ gpu, adapterInfo: adapter.info, guard: new GpuGuard(gpu), device });
  const matrix = (rows: number) =>
    tensor3d(new Float32Array(FREQUENCIES * rows * CHANNELS).fill(0.5), [FREQUENCIES, rows, CHANNELS]);
  const left = matrix(tiles);
  const right = matrix(CHANNELS);
  const small = tensor2d([1, 0, 0, 1], [2, 2]);
  const milliseconds = await leastOf(async () => {
    const products = Array.from({ length: RUNS }, () => matMul(left, right));
    // Reading a small tensor that comes later waits for all, and reads next to nothing.
    const last = matMul(small, small);
    await last.data();
    dispose([...products, last]);
  });
  dispose([left, right, small]);
  return milliseconds / RUNS;
}

/** The first time, which allocates and compiles, is not counted. */
async function leastOf(work: () => Promise<void>): Promise<number> {
  await work();
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 2; turn++) {
    const begin = performance.now();
    await work();
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}
