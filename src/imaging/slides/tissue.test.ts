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

describe('ink', () => {
  const PALE: Colour = [232, 205, 218];
  /** A piece of pale tissue in the middle, with texture. */
  const tissueAt = (x: number, y: number): Colour => {
    if (!inSquare(x, y, 30, 70)) return GLASS;
    return (x * 7 + y * 13) % 5 < 2 ? [PALE[0] - 20, PALE[1] - 24, PALE[2] - 12] : PALE;
  };
  const plain = findTissue(paint(tissueAt)).tissue;

  it.each<[string, Colour]>([
    ['blue', [24, 60, 200]],
    ['green', [10, 140, 60]],
    ['black', [20, 20, 24]],
    ['red', [210, 24, 30]],
    ['violet-blue', [50, 30, 190]],
    ['orange', [240, 140, 20]],
    ['cyan', [20, 160, 190]],
  ])('%s beside pale tissue is left out, and changes nothing of it', (name, colour) => {
    const { tissue, ink } = findTissue(paint((x, y) => (x >= 4 && x < 12 ? colour : tissueAt(x, y))));
    expect(tissue).toEqual(plain);
    expect(ink?.[50 * SIDE + 8]).toBe(name === 'black' ? undefined : 1);
    expect(tissue.some((value, at) => value === 1 && at % SIDE < 14)).toBe(false);
  });

  it('is left out over tissue', () => {
    const { tissue } = findTissue(paint((x, y) => (x >= 46 && x < 54 ? [10, 140, 60] : tissueAt(x, y))));
    expect(tissue[50 * SIDE + 50]).toBe(0);
    expect(tissue[50 * SIDE + 35]).toBe(1);
    expect(tissue[50 * SIDE + 65]).toBe(1);
  });

  it.each<[string, Colour, Colour]>([
    ['blue collagen of a trichrome stain', [80, 120, 200], [150, 175, 225]],
    ['DAB', [110, 70, 30], [170, 130, 90]],
    ['haematoxylin', [80, 60, 150], [160, 140, 200]],
    ['blood', [190, 50, 60], [210, 90, 100]],
  ])('%s has texture, and is tissue', (_, dark, light) => {
    const { tissue, ink } = findTissue(
      paint((x, y) => (!inSquare(x, y, 30, 70) ? GLASS : (x * 7 + y * 13) % 5 < 2 ? dark : light)),
    );
    expect(ink).toBeUndefined();
    expect(count(tissue)).toBeGreaterThan(1500);
  });
});

describe('slides without colours', () => {
  const textured = (x: number, y: number, from: number, step: number): Colour => {
    const value = from + ((x * 7 + y * 13) % 5) * step;
    return [value, value, value];
  };

  it('in greys: tissue is darker than the background', () => {
    const image = paint((x, y) => (inSquare(x, y, 30, 70) ? textured(x, y, 100, 20) : [243, 243, 243]));
    const { tissue, by } = findTissue(image);
    expect(by).toBe('darkness');
    expect(Math.abs(count(tissue) - 1600)).toBeLessThanOrEqual(4 * 42);
    expect(tissue[50 * SIDE + 50]).toBe(1);
  });

  it.each<[string, (x: number, y: number) => Colour]>([
    ['blue on black', (x, y) => [0, textured(x, y, 20, 10)[0], textured(x, y, 90, 30)[0]]],
    ['grey on black', (x, y) => textured(x, y, 90, 30)],
  ])('%s, as in fluorescence: tissue is brighter than the background', (_, at) => {
    const image = paint((x, y) => (inSquare(x, y, 30, 70) ? at(x, y) : [2, 3, 2]));
    const { tissue, by } = findTissue(image);
    expect(by).toBe('brightness');
    expect(Math.abs(count(tissue) - 1600)).toBeLessThanOrEqual(4 * 42);
    expect(tissue[10 * SIDE + 10]).toBe(0);
  });

  it('a stained slide with a black border is told by its colour', () => {
    const image = paint((x) => (x < 30 ? [2, 2, 2] : EOSIN));
    expect(findTissue(image)).toMatchObject({ by: 'colour' });
    expect(count(findTissue(image).tissue)).toBe(70 * SIDE);
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
