import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrinkToFit } from './shrink.ts';

describe('shrinkToFit', () => {
  it('takes the mean of the area that a pixel covers', () => {
    const checkers = {
      width: 4,
      height: 2,
      data: Uint8Array.from([0, 200, 0, 200, 200, 0, 200, 0].flatMap((v) => [v, v, v])),
    };
    expect(shrinkToFit(checkers, 2)).toEqual({ width: 2, height: 1, data: new Uint8Array(6).fill(100) });
  });

  it('weighs pixels that are covered in part', () => {
    const row = { width: 3, height: 1, data: Uint8Array.from([0, 90, 30].flatMap((v) => [v, v, v])) };
    // (0 + 90/2) / 1.5 and (90/2 + 30) / 1.5
    expect(Array.from(shrinkToFit(row, 2).data)).toEqual([30, 30, 30, 50, 50, 50]);
  });

  it('never enlarges', () => {
    const image = { width: 3, height: 1, data: new Uint8Array(9) };
    expect(shrinkToFit(image, 3)).toBe(image);
  });

  it('fits any shape and keeps a flat colour', () => {
    const sides = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 1, max: 60 }), (width, height, maxSide) => {
        const flat = { width, height, data: new Uint8Array(width * height * 3).fill(173) };
        const shrunk = shrinkToFit(flat, maxSide);
        expect(Math.max(shrunk.width, shrunk.height)).toBe(Math.min(maxSide, Math.max(width, height)));
        expect(Math.min(shrunk.width, shrunk.height)).toBeGreaterThanOrEqual(1);
        expect(shrunk.data).toEqual(new Uint8Array(shrunk.width * shrunk.height * 3).fill(173));
      }),
    );
  });
});
