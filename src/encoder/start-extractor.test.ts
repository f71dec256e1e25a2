import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../base/errors.ts';
import type { EngineChoice, EngineName, FeatureExtractor } from './feature-extractor.ts';
import { startExtractor } from './start-extractor.ts';
import { startWasmEngine } from './wasm/wasm-engine.ts';
import { type KernelSet, startWebGpuEngine } from './webgpu-engine.ts';
import type { Weights } from './weights.ts';

vi.mock('./wasm/wasm-engine.ts', () => ({ startWasmEngine: vi.fn() }));
vi.mock('./webgpu-engine.ts', () => ({ startWebGpuEngine: vi.fn() }));

const info = { vendor: 'apple', architecture: 'metal-3', device: '', description: '', isFallbackAdapter: false };
const loading = Promise.resolve({ weightsId: 'w', trained: true, halves: new Uint16Array() } as Weights);
const RIGHT = 0;
/** Eleven of the 10,240 bits; ten would be rounding. */
const WRONG = 11;

const start = (choice: EngineChoice) =>
  startExtractor(choice, loading, { start: () => Promise.reject(), end: async () => {} });

/** Gives bits of which the first `wrong` are set, after some milliseconds of a clock that stands still otherwise. */
function fakeExtractor(engine: EngineName, milliseconds: number, wrong: number): FeatureExtractor {
  return {
    device: { engine, name: engine, note: '' },
    weightsId: 'w',
    encode: vi.fn(async () => {
      vi.advanceTimersByTime(milliseconds);
      const bits = Array.from({ length: 10_240 }, (_, at) => Number(at < wrong));
      return [
        Uint8Array.from({ length: 1280 }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8).join(''), 2)),
      ];
    }),
    dispose: vi.fn(),
  };
}

/** The engines that the starts below find: what each kernel set of the graphics device loads, or how it fails. */
function offer(
  processor: FeatureExtractor,
  graphics: Partial<Record<KernelSet['kind'], FeatureExtractor | AppError>> = {},
): void {
  vi.mocked(startWasmEngine).mockResolvedValue({ device: processor.device, load: async () => processor });
  const kernelSets = Object.entries(graphics).map(([kind, loaded]) => ({
    kind: kind as KernelSet['kind'],
    load: async () => {
      if (loaded instanceof AppError) throw loaded;
      return loaded;
    },
  }));
  vi.mocked(startWebGpuEngine).mockResolvedValue(kernelSets);
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => ({ info }) } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

it('takes WebGPU where it is right and faster, says how much, and lets the processor go', async () => {
  const processor = fakeExtractor('wasm', 300, RIGHT);
  const own = fakeExtractor('webgpu', 10, RIGHT);
  offer(processor, { single: own });
  const { extractor, device } = await start('auto');
  expect(extractor).toBe(own);
  expect(device).toEqual({ engine: 'webgpu', name: 'webgpu', note: 'It is 30 times as fast as this processor.' });
  expect(processor.dispose).toHaveBeenCalledOnce();
});

it('takes the processor where it is the faster one', async () => {
  const own = fakeExtractor('webgpu', 300, RIGHT);
  offer(fakeExtractor('wasm', 100, RIGHT), { single: own });
  const { device } = await start('auto');
  expect(device).toMatchObject({ engine: 'wasm', note: 'The WebGPU adapter, webgpu, takes 3.0 times as long.' });
  expect(own.dispose).toHaveBeenCalledOnce();
});

it('takes half precision where the device has it and is right in it', async () => {
  const half = fakeExtractor('webgpu', 10, RIGHT);
  offer(fakeExtractor('wasm', 100, RIGHT), { half, single: new AppError('unexpected', 'not to be asked for') });
  const { extractor, device } = await start('auto');
  expect(extractor).toBe(half);
  expect(device.note).toMatch(/^Numbers between layers are kept in half precision\. It is 10 times as fast/);
});

it.each([
  fakeExtractor('webgpu', 1, WRONG),
  new AppError('webgpu-unavailable', 'no f16'),
  new AppError('unexpected', 'validation'),
])('takes single precision where half gives wrong results, and says so', async (half) => {
  const single = fakeExtractor('webgpu', 10, RIGHT);
  offer(fakeExtractor('wasm', 100, RIGHT), { half, single });
  const { extractor, device } = await start('auto');
  expect(extractor).toBe(single);
  expect(device.note).toMatch(/^Half precision gives wrong results/);
});

it("takes TensorFlow.js' kernels where our own give wrong results, and says so", async () => {
  const plain = fakeExtractor('webgpu', 10, RIGHT);
  const wrong = () => fakeExtractor('webgpu', 1, WRONG);
  offer(fakeExtractor('wasm', 100, RIGHT), { half: wrong(), single: wrong(), plain });
  const { extractor, device } = await start('auto');
  expect(extractor).toBe(plain);
  expect(device.note).toMatch(/^Our own kernels give wrong results .* 10 times as fast/);
});

it.each(['auto', 'webgpu'] as const)('goes on with the processor where no kernel is right: %s', async (choice) => {
  const processor = fakeExtractor('wasm', 100, RIGHT);
  const plain = fakeExtractor('webgpu', 1, WRONG);
  offer(processor, { single: fakeExtractor('webgpu', 1, WRONG), plain });
  const { extractor, device } = await start(choice);
  expect(extractor).toBe(processor);
  expect(device.note).toBe('The WebGPU adapter, apple metal-3, gives other bits than the processor.');
  expect(plain.dispose).toHaveBeenCalledOnce();
});

it('takes what was asked for by name, however slow, if it is right', async () => {
  const own = fakeExtractor('webgpu', 5000, RIGHT);
  offer(fakeExtractor('wasm', 1, RIGHT), { single: own });
  const { extractor, device } = await start('webgpu');
  expect(extractor).toBe(own);
  expect(device.note).toBe('');
  expect(own.encode).toHaveBeenCalledOnce();
});

it.each(['webgpu-unavailable', 'device-out-of-memory', 'device-lost'] as const)(
  'goes on with the processor, and says why, after %s',
  async (code) => {
    const processor = fakeExtractor('wasm', 100, RIGHT);
    offer(processor);
    vi.mocked(startWebGpuEngine).mockRejectedValue(new AppError(code, 'driver too old'));
    const { extractor, device } = await start('auto');
    expect(extractor).toBe(processor);
    expect(device.note).toBe('The WebGPU adapter, apple metal-3, does not work here: driver too old.');
  },
);

it('fails when WebGPU was asked for by name, or for any other reason', async () => {
  offer(fakeExtractor('wasm', 100, RIGHT));
  vi.mocked(startWebGpuEngine).mockRejectedValue(new AppError('webgpu-unavailable'));
  await expect(start('webgpu')).rejects.toMatchObject({ code: 'webgpu-unavailable' });
  vi.mocked(startWebGpuEngine).mockRejectedValue(new TypeError('x is not a function'));
  await expect(start('auto')).rejects.toThrow('x is not a function');
});

it('starts no graphics device for a choice of WASM', async () => {
  const processor = fakeExtractor('wasm', 100, RIGHT);
  offer(processor);
  expect((await start('wasm')).device).toEqual({ engine: 'wasm', name: 'wasm', note: '' });
  expect(startWebGpuEngine).not.toHaveBeenCalled();
});
