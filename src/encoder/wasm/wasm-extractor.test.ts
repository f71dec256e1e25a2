import { describe, expect, it, vi } from 'vitest';
import { drawTissue } from '../../../e2e/reference/draw-tissue.ts';
import { referenceBits } from '../../../e2e/reference/gram-barcode.ts';
import { packBits } from '../../barcode/pack.ts';
import { barcodeBits, barcodeBytes, type Profile } from '../../barcode/profile.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { decodeFloat16 } from '../float16.mjs';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../untrained.ts';
import { viewsOfAll } from '../views.ts';
import { compileKernel } from './compile-kernel.ts';
import { instantiateKernel } from './kernel.ts';
import { Arena } from './memory.ts';
import { Network } from './network.ts';
import { ThreadPool } from './thread-pool.ts';
import { WasmExtractor } from './wasm-extractor.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const standard: Profile = {
  recipe: 1,
  weightsId: UNTRAINED_WEIGHTS_ID,
  size: 32,
  layers: [1, 2, 3, 4, 5],
  sampling: 2048,
  binarisation: 'per-layer',
};
const never = new AbortController().signal;
const halves = untrainedWeights();
const decoded = decodeFloat16(halves);
const device = { engine: 'wasm', name: 'WASM, 1 thread', note: '' } as const;
const release = vi.fn();
const arena = new Arena(1);
const extractor = new WasmExtractor(device, UNTRAINED_WEIGHTS_ID, startNetwork(arena), release);

function startNetwork(memory: Arena): Network {
  const module = compileKernel();
  if (!module) throw new Error('no WebAssembly SIMD');
  return new Network(memory, new ThreadPool(memory, instantiateKernel(module, memory.memory), 0), halves);
}

describe('WasmExtractor', () => {
  const image = drawTissue(32, 27, 1);

  it.each<[string, Partial<Profile>]>([
    ['the standard profile', {}],
    ['the paper profile', { sampling: 'full' }],
    ['one median over all layers', { binarisation: 'global' }],
    ['the deepest layer alone', { layers: [5] }],
    ['two shallow layers, few entries', { layers: [1, 3], sampling: 77 }],
    ['the sum over the turns', { views: 4 }],
    ['the sum over turns and mirror images', { views: 8, sampling: 'full' }],
  ])('agrees with the reference: %s', async (_, change) => {
    const profile = { ...standard, ...change };
    const [barcode] = await extractor.encode([image], profile, never);
    const expected = packBits(Uint8Array.from(referenceBits(image, decoded, profile)));
    expect(barcode).toHaveLength(barcodeBytes(profile));
    const flips = expected.reduce((sum, byte, at) => sum + ones(byte ^ (barcode?.[at] ?? 0)), 0);
    expect(flips / (expected.length * 8)).toBeLessThanOrEqual(0.001);
  });

  it.each([
    ['turned', 4],
    ['mirrored', 8],
  ] as const)('gives a %s image the same bits with %i views', async (change, views) => {
    const changed = viewsOfAll([image], views).find((view, at) =>
      change === 'turned' ? view.width < view.height : at === 1,
    );
    const profile: Profile = { ...standard, views };
    const [barcode, other] = await extractor.encode([image, changed as RgbImage], profile, never);
    const flips = barcode?.reduce((sum, byte, at) => sum + ones(byte ^ (other?.[at] ?? 0)), 0) ?? Number.NaN;
    expect(flips / barcodeBits(profile)).toBeLessThanOrEqual(0.001);
  });

  it.each([
    [16, 16],
    [16, 31],
    [45, 17],
  ])('agrees with the reference at %i x %i pixels', async (width, height) => {
    const odd = drawTissue(width, height, 9);
    const [barcode] = await extractor.encode([odd], standard, never);
    const expected = packBits(Uint8Array.from(referenceBits(odd, decoded, standard)));
    const flips = expected.reduce((sum, byte, at) => sum + ones(byte ^ (barcode?.[at] ?? 0)), 0);
    expect(flips / (expected.length * 8)).toBeLessThanOrEqual(0.001);
  });

  it('gives every image of a mixed batch the bits it has alone, in order, again and again', async () => {
    const batch = [image, drawTissue(32, 27, 2), drawTissue(32, 32, 3), drawTissue(20, 32, 4), image];
    const together = await extractor.encode(batch, standard, never);
    const alone: Uint8Array[] = [];
    for (const one of batch) alone.push(...(await extractor.encode([one], standard, never)));
    expect(together).toEqual(alone);
    expect(together[0]).toEqual(together[4]);
    expect(together[0]).not.toEqual(together[1]);
    for (let repeat = 0; repeat < 5; repeat++) expect(await extractor.encode(batch, standard, never)).toEqual(together);
  });

  it('uses its memory again', async () => {
    await extractor.encode([drawTissue(45, 45, 1)], standard, never);
    const bytes = arena.memory.buffer.byteLength;
    for (const side of [16, 45, 20, 45]) await extractor.encode([drawTissue(side, side, 1)], standard, never);
    expect(arena.memory.buffer.byteLength).toBe(bytes);
  });

  it('refuses an image with a side under 16 pixels, and another profile', async () => {
    await expect(extractor.encode([drawTissue(32, 15, 1)], standard, never)).rejects.toMatchObject({
      code: 'image-too-narrow',
    });
    const other = { ...standard, weightsId: 'another' };
    await expect(extractor.encode([image], other, never)).rejects.toMatchObject({ code: 'profile-mismatch' });
  });

  it('stops between images when aborted', async () => {
    const controller = new AbortController();
    const encoding = extractor.encode([image, drawTissue(32, 32, 1)], standard, controller.signal);
    controller.abort();
    await expect(encoding).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hears an abort that comes as a message while it computes, before the next image', async () => {
    const controller = new AbortController();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => controller.abort();
    const gramEntries = vi.spyOn(Network.prototype, 'gramEntries');
    gramEntries.mockImplementationOnce(() => {
      port2.postMessage('abort');
      return [];
    });
    const encoding = extractor.encode([image, drawTissue(32, 32, 1)], standard, controller.signal);
    await expect(encoding).rejects.toMatchObject({ name: 'AbortError' });
    expect(gramEntries).toHaveBeenCalledOnce();
    gramEntries.mockRestore();
    port1.close();
  });

  it('ends the threads when disposed of', () => {
    extractor.dispose();
    expect(release).toHaveBeenCalledOnce();
  });
});

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
