import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../../../scripts/setup/shared-folder.mjs';
import type { RgbImage } from '../../base/rgb-image.ts';
import { type Stains, unitVector, type Vector3 } from '../../base/stains.ts';
import { concatenate } from '../concatenate.ts';
import { decodeTiff } from '../decode-tiff.ts';
import expected from './macenko.expected.json' with { type: 'json' };
import { estimateStains, normaliseStains, REFERENCE_STAINS } from './macenko.ts';

const SHARED = sharedFolder();
const SIDE = 60;

/** An image of pixels that hold drawn amounts of two stains, as a scanner would see them. */
function stain(haematoxylin: Vector3, eosin: Vector3, amounts: (pixel: number) => readonly [number, number]): RgbImage {
  const data = new Uint8Array(3 * SIDE * SIDE);
  for (let at = 0; at < data.length; at++) {
    const [blue, red] = amounts(Math.floor(at / 3));
    const density = blue * (haematoxylin[at % 3] ?? 0) + red * (eosin[at % 3] ?? 0);
    data[at] = Math.max(0, Math.min(255, Math.round(240 * Math.exp(-density) - 1)));
  }
  return { width: SIDE, height: SIDE, data };
}

/** Some pixels of haematoxylin, some of eosin, some of both, some empty. */
function mixed(pixel: number): readonly [number, number] {
  const strength = 0.9 + ((pixel * 7919) % 101) / 100;
  const mixtures = [
    [strength, 0],
    [0, strength],
    [strength / 2, strength],
    [0, 0],
  ] as const;
  return mixtures[pixel % 4] ?? [0, 0];
}

function degrees(a: Vector3, b: Vector3): number {
  const cosine = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
}

function found(pixels: Uint8Array): Stains {
  const stains = estimateStains(pixels);
  if (typeof stains === 'string') throw new Error(stains);
  return stains;
}

describe.skipIf(!SHARED)('on tiles of three slides', () => {
  it.each(expected.map((group) => [group.files[0], group] as const))('agrees with NumPy: %s', async (_, group) => {
    const root = path.join(SHARED ?? '', 'data/kather2016-800');
    const tiles = await Promise.all(
      group.files.map((file) => decodeTiff(new Uint8Array(readFileSync(path.join(root, file))))),
    );
    const stains = found(concatenate(tiles.map(({ data }) => data)));
    const [haematoxylin, eosin] = group.stains as unknown as [Vector3, Vector3];
    expect(degrees(stains.haematoxylin, haematoxylin)).toBeLessThan(0.1);
    expect(degrees(stains.eosin, eosin)).toBeLessThan(0.1);
    stains.maxima.forEach((amount, at) => {
      expect(amount).toBeCloseTo(group.maxima[at] ?? 0, 3);
    });
    const painted = normaliseStains(tiles[0] as RgbImage, stains);
    const sampled = Array.from({ length: 300 }, (__, at) => {
      const pixel = 15 * 150 * Math.floor(at / 30) + 15 * (Math.floor(at / 3) % 10);
      return painted.data[3 * pixel + (at % 3)] ?? 0;
    });
    sampled.forEach((value, at) => {
      expect(Math.abs(value - (group.painted[at] ?? 0))).toBeLessThanOrEqual(1);
    });
  });
});

describe('estimateStains', () => {
  it('finds the stains that an image was made with', () => {
    const haematoxylin = REFERENCE_STAINS.haematoxylin;
    const eosin = unitVector([0.27, 0.85, 0.45]);
    const stains = found(stain(haematoxylin, eosin, mixed).data);
    expect(degrees(stains.haematoxylin, haematoxylin)).toBeLessThan(1.5);
    expect(degrees(stains.eosin, eosin)).toBeLessThan(1.5);
  });

  it('is the same again', () => {
    const { data } = stain(REFERENCE_STAINS.haematoxylin, REFERENCE_STAINS.eosin, mixed);
    expect(estimateStains(data)).toEqual(estimateStains(data));
  });

  it.each([
    ['white', new Uint8Array(30_000).fill(255), 'little-tissue'],
    ['black', new Uint8Array(30_000), 'one-stain'],
    ['one pixel', Uint8Array.of(120, 60, 130), 'little-tissue'],
    ['nothing', new Uint8Array(0), 'little-tissue'],
  ])('tells none of %s', (_, pixels, reason) => {
    expect(estimateStains(pixels)).toBe(reason);
  });

  it('tells none of a single stain', () => {
    const { haematoxylin } = REFERENCE_STAINS;
    expect(estimateStains(stain(haematoxylin, haematoxylin, mixed).data)).toBe('one-stain');
  });

  it('does not take the ink of a pen for a stain', () => {
    const { data } = stain(REFERENCE_STAINS.haematoxylin, REFERENCE_STAINS.eosin, mixed);
    // A green pen over a third of the image: dense in red and blue alone.
    for (let at = 0; at < data.length / 3; at += 3) data.set([20, 190, 20 + (at % 7)], at);
    expect(estimateStains(data)).toBe('foreign-colours');
  });
});

describe('normaliseStains', () => {
  it('paints any two slides of the same tissue alike', () => {
    const one = stain(unitVector([0.65, 0.7, 0.29]), unitVector([0.27, 0.85, 0.45]), mixed);
    const other = stain(REFERENCE_STAINS.haematoxylin, REFERENCE_STAINS.eosin, mixed);
    const paint = (image: RgbImage) => normaliseStains(image, found(image.data)).data;
    const painted = paint(other);
    const differences = paint(one).map((value, at) => Math.abs(value - (painted[at] ?? 0)));
    expect(differences.reduce((sum, difference) => sum + difference) / differences.length).toBeLessThan(4);
  });

  it('keeps size and bytes whatever the stains and the pixels', () => {
    const component = fc.double({ min: 0.05, max: 1, noNaN: true });
    const vector = fc.tuple(component, component, component).map(unitVector);
    const amount = fc.double({ min: 0.01, max: 5, noNaN: true });
    fc.assert(
      fc.property(vector, vector, amount, amount, fc.uint8Array({ maxLength: 60 }), (a, b, blue, red, bytes) => {
        fc.pre(degrees(a, b) > 8);
        const width = Math.floor(bytes.length / 3);
        const image = { width, height: 1, data: new Uint8Array(bytes.subarray(0, 3 * width)) };
        const stains = { haematoxylin: a, eosin: b, maxima: [blue, red] } as const;
        const painted = normaliseStains(image, stains);
        expect([painted.width, painted.height, painted.data.length]).toEqual([width, 1, 3 * width]);
      }),
    );
  });
});
