import { describe, expect, it } from 'vitest';
import { colourHistogram, colourVariety, ROOT_SCALE } from './colour-histogram.ts';
import { colourOverlap, hellingerDistance } from './testing/hellinger-distance.ts';

/** Three reds and a blue. */
const REDDISH = colourHistogram(Uint8Array.of(255, 0, 0, 230, 10, 31, 224, 31, 0, 0, 0, 255));
const RED = colourHistogram(Uint8Array.of(240, 5, 5));
const BLUE = colourHistogram(Uint8Array.of(0, 0, 224));

describe('colourHistogram', () => {
  it('holds the square root of each bin’s share, eight levels a channel', () => {
    // Red is bin 7 * 64, blue bin 7: three quarters and one quarter of the pixels.
    expect(REDDISH[448]).toBe(Math.round(Math.sqrt(3 / 4) * ROOT_SCALE));
    expect(REDDISH[7]).toBe(Math.round(Math.sqrt(1 / 4) * ROOT_SCALE));
    expect(REDDISH.filter((value) => value > 0)).toHaveLength(2);
  });

  it('does not depend on the size of the image', () => {
    const once = Uint8Array.of(10, 200, 30, 90, 90, 90);
    expect(colourHistogram(Uint8Array.of(...once, ...once, ...once))).toEqual(colourHistogram(once));
  });

  it('keeps every overlap within 31 bits, which the kernel counts in', () => {
    const many = colourHistogram(Uint8Array.from({ length: 3 * 65_536 }, (_, at) => (at * 2_654_435_761) >>> 24));
    expect(colourOverlap(many, many)).toBeLessThan(2 ** 31);
  });
});

describe('hellingerDistance', () => {
  it('is 0 for equal colours and 1 for colours without a bin in common', () => {
    expect(hellingerDistance(RED, RED)).toBe(0);
    expect(hellingerDistance(RED, BLUE)).toBe(1);
  });

  it('is sqrt(1 - sum of sqrt(p q)) in between', () => {
    // p = (3/4, 1/4) and q = (1, 0): sqrt(1 - sqrt(3/4)) = 0.366025.
    expect(hellingerDistance(REDDISH, RED)).toBeCloseTo(0.366025, 4);
    // p = (3/4, 1/4) and q = (0, 1): sqrt(1 - sqrt(1/4)) = sqrt(1/2).
    expect(hellingerDistance(REDDISH, BLUE)).toBeCloseTo(Math.SQRT1_2, 4);
  });
});

describe('colourVariety', () => {
  const varietyOf = (...pixels: readonly (readonly [number, number, number])[]) =>
    colourVariety(colourHistogram(Uint8Array.from(pixels.flat())));

  it('is the share of pixels that differ from the commonest colour by more than a bin', () => {
    const [white, grey, purple] = [
      [240, 240, 240],
      [215, 215, 240],
      [92, 58, 140],
    ] as const;
    expect(varietyOf(white)).toBe(0);
    expect(varietyOf(white, white, grey)).toBe(0);
    expect(varietyOf(white, white, white, purple)).toBeCloseTo(1 / 4, 3);
    expect(varietyOf(purple, purple, purple, white, grey)).toBeCloseTo(2 / 5, 3);
  });

  it('looks at each channel alone, and never beyond the ends of the scale', () => {
    // Bins 7 and 8 follow each other in the histogram, and lie far apart in blue.
    expect(varietyOf([0, 0, 255], [0, 0, 255], [0, 32, 0])).toBeCloseTo(1 / 3, 3);
    expect(varietyOf([0, 0, 0], [0, 0, 0], [64, 0, 0], [0, 64, 0], [0, 0, 64])).toBeCloseTo(3 / 5, 3);
  });
});
