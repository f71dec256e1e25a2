import '@tensorflow/tfjs-backend-wasm';
import { matMul, memory, ready, setBackend, transpose } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { drawTissue } from '../../e2e/reference/draw-tissue.ts';
import { referenceBits } from '../../e2e/reference/gram-barcode.ts';
import { packBits } from '../barcode/pack.ts';
import { barcodeBytes, type Profile } from '../barcode/profile.ts';
import { decodeFloat16 } from './float16.mjs';
import type { TfjsEngine } from './tfjs-engine.ts';
import { TfjsExtractor } from './tfjs-extractor.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from './untrained.ts';

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
const weights = { weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves: untrainedWeights() };
const decoded = decodeFloat16(weights.halves);

/** The WASM backend as Node runs it, with stacking as on WebGPU. */
const engine: TfjsEngine = {
  device: { engine: 'wasm', name: 'WASM in Node', note: '' },
  stackedPixels: 4096,
  gramProduct: (features) => matMul(transpose(features, [0, 2, 1]), features),
  guard: (work) => work(),
  dispose: () => {},
};

let extractor: TfjsExtractor;

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
  extractor = new TfjsExtractor(engine, weights);
});

describe('TfjsExtractor', () => {
  const image = drawTissue(32, 27, 1);

  it.each<[string, Partial<Profile>]>([
    ['the standard profile', {}],
    ['the paper profile', { sampling: 'full' }],
    ['one median over all layers', { binarisation: 'global' }],
    ['the deepest layer alone', { layers: [5] }],
    ['two shallow layers, few entries', { layers: [1, 3], sampling: 77 }],
    ['the sum over the turns', { views: 4 }],
  ])('agrees with the reference: %s', async (_, change) => {
    const profile = { ...standard, ...change };
    const [barcode] = await extractor.encode([image], profile, never);
    const expected = packBits(Uint8Array.from(referenceBits(image, decoded, profile)));
    expect(barcode).toHaveLength(barcodeBytes(profile));
    const flips = expected.reduce((sum, byte, at) => sum + ones(byte ^ (barcode?.[at] ?? 0)), 0);
    expect(flips / (expected.length * 8)).toBeLessThanOrEqual(0.001);
  });

  it('gives every image of a mixed batch the bits it has alone, in order', async () => {
    const batch = [image, drawTissue(32, 27, 2), drawTissue(32, 32, 3), drawTissue(20, 32, 4), image];
    const together = await extractor.encode(batch, standard, never);
    const alone: Uint8Array[] = [];
    for (const one of batch) alone.push(...(await extractor.encode([one], standard, never)));
    expect(together).toEqual(alone);
    expect(together[0]).toEqual(together[4]);
    expect(together[0]).not.toEqual(together[1]);
  });

  it('keeps no tensor but the weights and the indices of the current profile', async () => {
    await extractor.encode([image], standard, never);
    const before = memory().numTensors;
    await extractor.encode([image, image], standard, never);
    await extractor.encode([image], { ...standard, sampling: 64 }, never);
    await extractor.encode([image], { ...standard, layers: [2] }, never);
    await extractor.encode([image], standard, never);
    expect(memory().numTensors).toBe(before);
  });

  it('lets go of everything when disposed of', async () => {
    const before = memory().numTensors;
    const second = new TfjsExtractor(engine, weights);
    await second.encode([image], standard, never);
    second.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('refuses an image with a side under 16 pixels, and another profile', async () => {
    await expect(extractor.encode([drawTissue(32, 15, 1)], standard, never)).rejects.toMatchObject({
      code: 'image-too-narrow',
    });
    const other = { ...standard, weightsId: 'another' };
    await expect(extractor.encode([image], other, never)).rejects.toMatchObject({ code: 'profile-mismatch' });
    expect(await extractor.encode([drawTissue(32, 16, 1)], standard, never)).toHaveLength(1);
  });

  it('stops between images when aborted', async () => {
    const controller = new AbortController();
    const encoding = extractor.encode([image, drawTissue(32, 32, 1)], standard, controller.signal);
    controller.abort();
    await expect(encoding).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
