import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../base/rgb-image.ts';
import { AreaAverage, AreaCopy, type Coverage, coverage, isExact } from './area-average.ts';

const WHOLE = 2 ** 16;

/** Sums of shares for each output pixel. */
function sums({ starts, shares }: Coverage): number[] {
  return Array.from(starts.slice(1), (end, i) => shares.slice(starts[i], end).reduce((sum, share) => sum + share, 0));
}

const axis = fc.record({
  start: fc.double({ min: -50, max: 50, noNaN: true }),
  scale: fc.double({ min: 0.1, max: 20, noNaN: true }),
  length: fc.integer({ min: 1, max: 20 }),
});

function noise(width: number, height: number, seed: number): RgbImage {
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 * (seed + 1)) % 251),
  };
}

/** Averages an image that is cut into tiles of a size. */
function averageInTiles(image: RgbImage, side: number, columns: Coverage, rows: Coverage): RgbImage {
  const average = new AreaAverage(columns, rows);
  for (let top = 0; top < image.height; top += side) {
    for (let left = 0; left < image.width; left += side) {
      const width = Math.min(side, image.width - left);
      const height = Math.min(side, image.height - top);
      average.add(cut(image, left, top, width, height), left, top, width, height);
    }
    average.finishBand(top + side);
  }
  return average.finish();
}

function cut(image: RgbImage, left: number, top: number, width: number, height: number): RgbImage {
  const copy = new AreaCopy(coverage(left, 1, width), coverage(top, 1, height));
  copy.add(image, 0, 0, image.width, image.height);
  return copy.finish();
}

describe('coverage', () => {
  it('has shares that add up to the whole', () => {
    fc.assert(
      fc.property(axis, ({ start, scale, length }) => {
        expect(sums(coverage(start, scale, length))).toEqual(new Array(length).fill(WHOLE));
      }),
    );
  });

  it('is exact on whole pixels at a scale of 1, whatever floating point made of them', () => {
    expect(isExact(coverage(3 + 1e-9, 1 - 1e-12, 5))).toBe(true);
    expect(isExact(coverage(3.5, 1, 5))).toBe(false);
    expect(isExact(coverage(3, 2, 5))).toBe(false);
  });
});

describe('AreaAverage', () => {
  it('is the mean of what a pixel covers', () => {
    const image = {
      width: 4,
      height: 2,
      data: Uint8Array.from([0, 10, 20, 30, 40, 50, 60, 70].flatMap((v) => [v, v, 255])),
    };
    const average = new AreaAverage(coverage(0, 2, 2), coverage(0, 2, 1));
    average.add(image, 0, 0, 4, 2);
    // (0 + 10 + 40 + 50) / 4 and (20 + 30 + 60 + 70) / 4.
    expect(Array.from(average.finish().data)).toEqual([25, 25, 255, 45, 45, 255]);
  });

  it('gives the same, however the source is cut into tiles', () => {
    fc.assert(
      fc.property(axis, axis, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 99 }), (x, y, side, seed) => {
        const image = noise(23, 17, seed);
        const columns = coverage(x.start, x.scale, x.length);
        const rows = coverage(y.start, y.scale, y.length);
        expect(averageInTiles(image, side, columns, rows)).toEqual(averageInTiles(image, 100, columns, rows));
      }),
    );
  });

  it('copies where it fits exactly, white outside', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 20 }), fc.integer({ min: -9, max: 20 }), (x, y) => {
        const image = noise(11, 9, 1);
        const [columns, rows] = [coverage(x, 1, 8), coverage(y, 1, 6)];
        const copy = new AreaCopy(columns, rows);
        copy.add(image, 0, 0, 11, 9);
        expect(copy.finish()).toEqual(averageInTiles(image, 4, columns, rows));
      }),
    );
  });

  it('mixes in white by the share of a pixel that lies outside', () => {
    const black = { width: 1, height: 1, data: new Uint8Array(3) };
    const average = new AreaAverage(coverage(-0.75, 1, 1), coverage(0, 1, 1));
    average.add(black, 0, 0, 1, 1);
    // 255 * 0.75 = 191.25.
    expect(Array.from(average.finish().data)).toEqual([191, 191, 191]);
  });

  it('stays in the range of what it averages', () => {
    fc.assert(
      fc.property(axis, ({ scale }) => {
        const image = { width: 40, height: 40, data: new Uint8Array(4800).fill(137) };
        const columns = coverage(0, Math.min(scale, 4), 10);
        expect(new Set(averageInTiles(image, 16, columns, columns).data)).toEqual(new Set([137]));
      }),
    );
  });
});
