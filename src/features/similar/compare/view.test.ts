import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitScale, keepInside, panBy, WHOLE, zoomAt } from './view.ts';

describe('fitScale', () => {
  it('gives both images one scale at which the larger fits', () => {
    const images = [
      { width: 150, height: 150 },
      { width: 300, height: 200 },
    ];
    expect(fitScale({ width: 600, height: 600 }, images)).toBe(2);
    expect(fitScale({ width: 600, height: 100 }, images)).toBe(0.5);
  });
});

describe('zoomAt', () => {
  const coordinate = fc.double({ min: -500, max: 500, noNaN: true });

  it('leaves the point under the pointer where it is', () => {
    fc.assert(
      fc.property(coordinate, coordinate, fc.double({ min: 1, max: 4, noNaN: true }), (x, y, factor) => {
        const before = panBy(WHOLE, 30, -20);
        const after = zoomAt(before, factor, x, y);
        expect((x - after.x) / after.zoom).toBeCloseTo((x - before.x) / before.zoom);
        expect((y - after.y) / after.zoom).toBeCloseTo((y - before.y) / before.zoom);
      }),
    );
  });

  it('stays between the whole image and 32 times that', () => {
    expect(zoomAt(WHOLE, 0.1, 0, 0).zoom).toBe(1);
    expect(zoomAt(WHOLE, 100, 0, 0).zoom).toBe(32);
  });
});

describe('keepInside', () => {
  const side = { width: 400, height: 300 };
  const content = { width: 300, height: 300 };

  it('holds what fits in the middle', () => {
    expect(keepInside({ zoom: 1, x: 50, y: -50 }, side, content)).toEqual(WHOLE);
  });

  it('lets what does not fit move to its edges', () => {
    expect(keepInside({ zoom: 2, x: 999, y: -999 }, side, content)).toEqual({ zoom: 2, x: 100, y: -150 });
    expect(keepInside({ zoom: 2, x: 40, y: 60 }, side, content)).toEqual({ zoom: 2, x: 40, y: 60 });
  });
});
