import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../base/errors.ts';
import { startEngine } from './start-engine.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import { startWasmEngine } from './wasm/wasm-engine.ts';
import { startWebGpuEngine } from './webgpu-engine.ts';

vi.mock('./wasm/wasm-engine.ts', () => ({ startWasmEngine: vi.fn() }));
vi.mock('./webgpu-engine.ts', () => ({ startWebGpuEngine: vi.fn() }));

const info = { vendor: 'apple', architecture: 'metal-3', device: '', description: '', isFallbackAdapter: false };

beforeEach(() => {
  vi.stubGlobal('navigator', { gpu: { requestAdapter: async () => ({ info }) } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetAllMocks();
});

it('starts WebGPU alone where it works', async () => {
  const device = { engine: 'webgpu', name: 'apple metal-3', note: '' } as const;
  vi.mocked(startWebGpuEngine).mockResolvedValue({ device } as TfjsEngine);
  expect((await startEngine('auto')).device).toBe(device);
  expect(startWebGpuEngine).toHaveBeenCalledOnce();
  expect(startWasmEngine).not.toHaveBeenCalled();
});

it('goes on with WASM, and says why, when a hardware adapter gives no device', async () => {
  vi.mocked(startWebGpuEngine).mockRejectedValue(new AppError('webgpu-unavailable', 'driver too old'));
  await startEngine('auto');
  expect(startWasmEngine).toHaveBeenCalledWith('The WebGPU adapter, apple metal-3, gave no device: driver too old');
});

it('fails when WebGPU was asked for by name, or for any other reason', async () => {
  vi.mocked(startWebGpuEngine).mockRejectedValue(new AppError('webgpu-unavailable'));
  await expect(startEngine('webgpu')).rejects.toMatchObject({ code: 'webgpu-unavailable' });
  vi.mocked(startWebGpuEngine).mockRejectedValue(new TypeError('x is not a function'));
  await expect(startEngine('auto')).rejects.toThrow('x is not a function');
  expect(startWasmEngine).not.toHaveBeenCalled();
});
