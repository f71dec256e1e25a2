import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../base/rgb-image.ts';
import { findTissue, flipSmall, otsu } from './tissue.ts';

type Colour = readonly [number, number, number];

const GLASS: Colour = [243, 243, 243];
const EOSIN: Colour = [226, 140, 180];
const SIDE = 100;

function paint(colourAt: (x: number, y: number) => Colour): RgbImage {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) for (let x = 0; x < SIDE; x++) data.set(colourAt(x, y), (y * SIDE + x) * 3);
  return { width: SIDE, height: SIDE, data };
}

const inSquare = (x: number, y: number, from: number, to: number) => x >= from && x < to && y >= from && y < to;
const count = (mask: Uint8Array) => mask.reduce((sum, value) => sum + value, 0);

describe('findTissue', () => {
  it.each<[string, Colour]>([
    ['white', [255, 255, 255]],
    ['grey', [201, 203, 200]],
    ['of yellowish paper', [240, 232, 210]],
    ['black', [12, 4, 20]],
  ])('finds none on a slide that is all %s', (_, colour) => {
    expect(count(findTissue(paint(() => colour)).tissue)).toBe(0);
  });

  it('finds none on glass with noise', () => {
    const image = paint((x, y) => {
      const noise = (x * 31 + y * 17) % 7;
      return [238 + noise, 240 - noise, 239 + ((noise * 3) % 5)];
    });
    expect(count(findTissue(image).tissue)).toBe(0);
  });

  it('finds all of a slide that is all tissue', () => {
    const image = paint((x, y) => ((x + y) % 3 === 0 ? [150, 90, 160] : EOSIN));
    expect(count(findTissue(image).tissue)).toBe(SIDE * SIDE);
  });

  it('finds a piece on glass and on tinted paper, not the black border of the scan', () => {
    for (const paper of [GLASS, [240, 232, 210]] as const) {
      const image = paint((x, y) => (x < 5 ? [20, 10, 30] : inSquare(x, y, 30, 70) ? EOSIN : paper));
      const { tissue, width, height } = findTissue(image);
      expect([width, height]).toEqual([SIDE, SIDE]);
      expect(tissue[50 * SIDE + 50]).toBe(1);
      expect(tissue[50 * SIDE + 2]).toBe(0);
      expect(tissue[10 * SIDE + 80]).toBe(0);
      // Smoothing may add a pixel at each side.
      expect(Math.abs(count(tissue) - 1600)).toBeLessThanOrEqual(4 * 42);
    }
  });

  it('leaves out dust and fills holes', () => {
    const image = paint((x, y) => {
      if (x === 10 && y === 10) return EOSIN;
      return inSquare(x, y, 30, 70) && !(x === 50 && y === 50) ? EOSIN : GLASS;
    });
    const { tissue } = findTissue(image);
    expect(tissue[50 * SIDE + 50]).toBe(1);
    expect(tissue[10 * SIDE + 10]).toBe(0);
  });

  it('finds the same, whichever way the slide lies', () => {
    const at = (x: number, y: number): Colour => (inSquare(x, y, 20, 40 + (x % 5)) ? EOSIN : GLASS);
    const straight = findTissue(paint(at)).tissue;
    const mirrored = findTissue(paint((x, y) => at(SIDE - 1 - x, y))).tissue;
    for (let i = 0; i < straight.length; i++) {
      const x = i % SIDE;
      expect(mirrored[i - x + SIDE - 1 - x]).toBe(straight[i]);
    }
  });
});

describe('otsu', () => {
  it('parts two groups of values', () => {
    const group = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(group, group, (low, high) => {
        const threshold = otsu(Uint8Array.from([...low, ...high.map((value) => value + 200)]));
        expect(threshold).toBeGreaterThanOrEqual(Math.max(...low));
        expect(threshold).toBeLessThan(200 + Math.min(...high));
      }),
    );
  });
});

describe('flipSmall', () => {
  it('leaves no piece as small as the limit, and pieces that are larger as they were', () => {
    const row = fc.array(fc.constantFrom(0, 1), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(row, fc.integer({ min: 1, max: 10 }), (values, most) => {
        const mask = Uint8Array.from(values);
        flipSmall(mask, 8, 1, most);
        const again = mask.slice();
        flipSmall(again, 8, 1, most);
        expect(again).toEqual(mask);
        expect(mask.every((value, i) => value <= (values[i] as number))).toBe(true);
        const everything = Uint8Array.from(values);
        flipSmall(everything, 8, 1, 64);
        expect(count(everything)).toBe(0);
      }),
    );
  });
});
