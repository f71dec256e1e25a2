import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadWasm } from './load-wasm.ts';
import { WasmCodec } from './wasm-codec.ts';

vi.mock('./load-wasm.ts', () => ({ loadWasm: vi.fn() }));

const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) };
/** The smallest WebAssembly module: signature and version. */
const nothing = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

type Options = { printErr(line: string): void };

describe('WasmCodec', () => {
  beforeEach(() => {
    vi.mocked(loadWasm)
      .mockReset()
      .mockImplementation(() => WebAssembly.compile(nothing));
  });

  it('starts once and returns what the codec printed with each image', async () => {
    const factory = vi.fn(async ({ printErr }: Options) => printErr);
    const codec = new WasmCodec<Options['printErr']>('mozjpeg', factory);
    const noisy = await codec.run((print) => {
      print('Corrupt JPEG data');
      return pixels;
    });
    const quiet = await codec.run(() => pixels);
    expect(noisy).toEqual({ pixels, messages: ['Corrupt JPEG data'] });
    expect(quiet.messages).toEqual([]);
    expect(factory).toHaveBeenCalledTimes(1);
  });

  it('starts anew after a failure', async () => {
    const factory = vi.fn(async () => ({}));
    const codec = new WasmCodec('mozjpeg', factory);
    const crash = codec.run(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    await expect(crash).rejects.toThrow('unreachable');
    await expect(codec.run(() => null)).rejects.toMatchObject({ code: 'image-broken' });
    await codec.run(() => pixels);
    expect(factory).toHaveBeenCalledTimes(3);
    expect(loadWasm).toHaveBeenCalledTimes(1);
  });

  it('lets go of the memory that a very large image took', async () => {
    const factory = vi.fn(async () => ({}));
    const codec = new WasmCodec('mozjpeg', factory);
    await codec.run(() => ({ width: 8192, height: 2049, data: { length: 8192 * 2049 * 4 } }));
    await codec.run(() => pixels);
    expect(factory).toHaveBeenCalledTimes(2);
  });

  it('says that the decoder cannot be reached, and tries again', async () => {
    vi.mocked(loadWasm).mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const codec = new WasmCodec('mozjpeg', async () => ({}));
    await expect(codec.run(() => pixels)).rejects.toMatchObject({ code: 'decoder-unreachable' });
    await expect(codec.run(() => pixels)).resolves.toMatchObject({ pixels });
  });
});
