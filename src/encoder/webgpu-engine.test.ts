import { beforeEach, expect, it, vi } from 'vitest';
import { requestDevice } from './request-device.ts';
import type { TfjsExtractor } from './tfjs-extractor.ts';
import { Network } from './webgpu/network.ts';
import { WebGpuExtractor } from './webgpu/webgpu-extractor.ts';
import { startWebGpuEngine } from './webgpu-engine.ts';
import type { Weights } from './weights.ts';

const tfjs = vi.hoisted(() => ({ isFetched: false, start: vi.fn() }));
vi.mock('./start-tfjs.ts', () => {
  tfjs.isFetched = true;
  return { startTfjs: tfjs.start };
});
vi.mock('./request-device.ts', { spy: true });
vi.mock('./webgpu/network.ts', { spy: true });
vi.mock('./webgpu/pipelines.ts', () => ({ compilePipelines: async () => ({}) }));

const WEIGHTS: Weights = { weightsId: 'w', trained: true, halves: new Uint16Array() };
const info = { vendor: 'a', architecture: 'card', device: '', description: '', isFallbackAdapter: false };

function start(...features: GPUFeatureName[]) {
  const destroy = vi.fn();
  const device = { features: new Set(features), lost: new Promise(() => {}), destroy } as unknown as GPUDevice;
  vi.mocked(requestDevice).mockResolvedValue(device);
  return startWebGpuEngine({ info } as GPUAdapter);
}

beforeEach(() => {
  tfjs.start.mockReset();
  vi.mocked(Network.load).mockResolvedValue({ free: () => {} } as Network);
});

it('offers our own kernels first, and fetches TensorFlow.js only when its turn has come', async () => {
  const [half, single, plain] = await start('shader-f16');
  expect([half?.kind, single?.kind, plain?.kind]).toEqual(['half', 'single', 'plain']);
  expect(await half?.load(WEIGHTS)).toBeInstanceOf(WebGpuExtractor);
  expect(await single?.load(WEIGHTS)).toBeInstanceOf(WebGpuExtractor);
  expect(tfjs.isFetched).toBe(false);
  const extractor = {} as TfjsExtractor;
  tfjs.start.mockResolvedValue(extractor);
  expect(await plain?.load(WEIGHTS)).toBe(extractor);
  expect(tfjs.isFetched).toBe(true);
  expect(tfjs.start.mock.calls[0]?.[0]).toMatchObject({ device: { engine: 'webgpu', name: 'a card', note: '' } });
});

it('knows no half precision where the device has none', async () => {
  expect((await start()).map(({ kind }) => kind)).toEqual(['single', 'plain']);
});

it('a TensorFlow.js that does not start is one more kind of kernels that the device refuses', async () => {
  tfjs.start.mockRejectedValue(new TypeError('Failed to fetch dynamically imported module'));
  const [, plain] = await start();
  await expect(plain?.load(WEIGHTS)).rejects.toMatchObject({ code: 'webgpu-unavailable' });
});
