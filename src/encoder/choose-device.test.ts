import { describe, expect, it } from 'vitest';
import { adapterName, chooseDevice } from './choose-device.ts';

const NO_INFO = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false };

function gpuWith(info: Partial<GPUAdapterInfo> | undefined): GPU {
  const adapter = info && ({ info: { ...NO_INFO, ...info } } as GPUAdapter);
  return { requestAdapter: async () => adapter ?? null } as unknown as GPU;
}

const hardware = gpuWith({ vendor: 'apple', architecture: 'metal-3' });
const swiftshader = gpuWith({ vendor: 'google', architecture: 'swiftshader' });

describe('automatic', () => {
  it('takes a hardware adapter', async () => {
    const chosen = await chooseDevice('auto', hardware);
    expect(chosen.engine === 'webgpu' && adapterName(chosen.adapter)).toBe('apple metal-3');
  });

  it.each([
    ['SwiftShader', swiftshader],
    ['llvmpipe', gpuWith({ vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' })],
    ['WARP', gpuWith({ vendor: 'microsoft', architecture: 'warp' })],
    ['Basic Render', gpuWith({ description: 'Microsoft Basic Render Driver' })],
    ['a fallback adapter', gpuWith({ vendor: 'someone', isFallbackAdapter: true })],
  ])('passes %s over with a note', async (_, gpu) => {
    const chosen = await chooseDevice('auto', gpu);
    expect(chosen).toEqual({ engine: 'wasm', note: expect.stringContaining('processor') });
  });

  it('takes WASM with a note where there is no WebGPU or no adapter', async () => {
    const expected = { engine: 'wasm', note: 'This browser offers no WebGPU adapter.' };
    expect(await chooseDevice('auto', undefined)).toEqual(expected);
    expect(await chooseDevice('auto', gpuWith(undefined))).toEqual(expected);
  });
});

describe('a choice by name', () => {
  it('takes a software adapter for WebGPU', async () => {
    expect(await chooseDevice('webgpu', swiftshader)).toMatchObject({ engine: 'webgpu' });
  });

  it('fails where WebGPU has no adapter', async () => {
    await expect(chooseDevice('webgpu', undefined)).rejects.toMatchObject({ code: 'webgpu-unavailable' });
    await expect(chooseDevice('webgpu', gpuWith(undefined))).rejects.toMatchObject({ code: 'webgpu-unavailable' });
  });

  it('takes WASM without a note although there is an adapter', async () => {
    expect(await chooseDevice('wasm', hardware)).toEqual({ engine: 'wasm', note: '' });
  });
});

describe('adapterName', () => {
  it('prefers the description and copes with none', async () => {
    const name = async (gpu: GPU) => adapterName((await gpu.requestAdapter()) as GPUAdapter);
    expect(await name(gpuWith({ vendor: 'apple', description: 'Apple M2' }))).toBe('Apple M2');
    expect(await name(gpuWith({}))).toBe('unnamed adapter');
  });
});
