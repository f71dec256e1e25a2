import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SlideArea, SlideInfo, TissueMask } from '../../base/slide.ts';
import type { CutRule, SlideCut } from '../../library/schema.ts';
import { areaAt, countAtLeast, cutOf, cutSlide, gridOf, scaleOf, tissueShares, withResolution } from './cut.ts';

function slideOf(width: number, height: number, micronsPerPixel?: number): SlideInfo {
  const level = { width, height, tileWidth: 240, tileHeight: 240, downsample: 1 };
  return { format: 'aperio', levels: [level], micronsPerPixel, compression: 'JPEG', passedOver: [] };
}

const HALF: SlideCut = { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0.25 };
const IN_PIXELS: SlideCut = { ...HALF, micronsPerPixel: undefined };

/** A mask from rows of '#' for tissue. */
function maskOf(...rows: string[]): TissueMask {
  const width = rows[0]?.length ?? 0;
  const tissue = Uint8Array.from(rows.join(''), (pixel) => Number(pixel === '#'));
  return { width, height: rows.length, tissue, by: 'colour' };
}

describe('the scale of a cut', () => {
  it('is the ratio of the resolutions', () => {
    expect(scaleOf({ micronsPerPixel: 0.25 }, HALF)).toBe(2);
    expect(scaleOf({ micronsPerPixel: 0.4 }, HALF)).toBeCloseTo(1.25);
    expect(scaleOf({ micronsPerPixel: 1 }, HALF)).toBe(0.5);
  });

  it('needs no resampling where a scanner was a little off', () => {
    expect(scaleOf({ micronsPerPixel: 0.499 }, HALF)).toBe(1);
    expect(scaleOf({ micronsPerPixel: 0.2525 }, HALF)).toBe(2);
    expect(scaleOf({ micronsPerPixel: 0.243 }, HALF)).toBeCloseTo(2.058);
  });

  it('is 1 where either resolution is not known', () => {
    expect(scaleOf({ micronsPerPixel: undefined }, HALF)).toBe(1);
    expect(scaleOf({ micronsPerPixel: 0.25 }, IN_PIXELS)).toBe(1);
  });
});

describe('the grid', () => {
  it('has whole patches only', () => {
    expect(gridOf(slideOf(2220, 2967, 0.499), HALF)).toEqual({ columns: 8, rows: 11, side: 256 });
    expect(gridOf(slideOf(512, 511, 0.5), HALF)).toEqual({ columns: 2, rows: 1, side: 256 });
    expect(gridOf(slideOf(255, 4000, 0.5), HALF)).toEqual({ columns: 0, rows: 15, side: 256 });
  });

  it('covers the same tissue whatever the resolution of the slide', () => {
    expect(gridOf(slideOf(4440, 5934, 0.25), HALF)).toMatchObject({ columns: 8, rows: 11, side: 512 });
  });

  it('is of pixels of level 0 where the slide does not say its resolution', () => {
    expect(gridOf(slideOf(4443, 3567), HALF)).toEqual({ columns: 17, rows: 13, side: 256 });
  });
});

describe('the shares of tissue', () => {
  const slide = slideOf(1024, 512, 0.5);

  it('count pixels of the mask that lie across an edge in part', () => {
    const shares = tissueShares(slide, maskOf('##....', '##....'), gridOf(slide, HALF));
    // 6 pixels over 4 patches: the second patch begins in the middle of the second pixel.
    expect([...shares]).toEqual([1, expect.closeTo(1 / 3), 0, 0, 1, expect.closeTo(1 / 3), 0, 0]);
  });

  it('add up to the tissue when the patches cover the whole slide', () => {
    const size = fc.integer({ min: 1, max: 12 });
    const masks = fc
      .record({ width: size, height: size })
      .chain(({ width, height }) =>
        fc
          .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
          .map((pixels) => ({ width, height, tissue: new Uint8Array(pixels), by: 'colour' as const })),
      );
    fc.assert(
      fc.property(masks, (mask) => {
        const shares = tissueShares(slide, mask, gridOf(slide, HALF));
        const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
        const tissue = mask.tissue.reduce((sum, pixel) => sum + pixel, 0) / mask.tissue.length;
        expect(mean).toBeCloseTo(tissue, 4);
      }),
    );
  });

  it('are counted from a least one on', () => {
    expect(countAtLeast(Float64Array.of(0, 0.25, 0.5, 1), 0.25)).toBe(3);
  });
});

function areasOf(info: SlideInfo, mask: TissueMask, cut: SlideCut): SlideArea[] {
  const { grid, places } = cutSlide(info, mask, cut);
  return Array.from(places, (at) => areaAt(grid, at));
}

describe('cutting a slide', () => {
  const slide = slideOf(1024, 512, 0.5);

  it('keeps areas with enough tissue, row by row', () => {
    const mask = maskOf('#..#', '.#..');
    expect(areasOf(slide, mask, HALF).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [768, 0],
      [256, 256],
    ]);
  });

  it('keeps all where no tissue is asked for, and none where there is none', () => {
    const empty = maskOf('....');
    expect(areasOf(slide, empty, { ...HALF, leastTissue: 0 })).toHaveLength(8);
    expect(areasOf(slide, empty, HALF)).toEqual([]);
  });

  it('keeps patches that are all tissue when that is asked for', () => {
    const odd = slideOf(1000, 700, 0.5);
    const all = maskOf('#######', '#######', '#######');
    expect(areasOf(odd, all, { ...HALF, leastTissue: 1 })).toHaveLength(6);
  });

  it('never leaves the slide and never overlaps', () => {
    const shapes = fc.record({
      width: fc.integer({ min: 1, max: 5000 }),
      height: fc.integer({ min: 1, max: 5000 }),
      micronsPerPixel: fc.option(fc.double({ min: 0.1, max: 1, noNaN: true }), { nil: undefined }),
      patchSize: fc.integer({ min: 128, max: 1024 }),
    });
    fc.assert(
      fc.property(shapes, ({ width, height, micronsPerPixel, patchSize }) => {
        const info = slideOf(width, height, micronsPerPixel);
        const cut = { ...HALF, patchSize, leastTissue: 0 };
        const areas = areasOf(info, maskOf('.'), cut);
        const { side, columns, rows } = gridOf(info, cut);
        expect(new Set(areas.map(({ x, y }) => `${x},${y}`)).size).toBe(columns * rows);
        for (const area of areas) {
          expect(area.x % side === 0 && area.y % side === 0).toBe(true);
          expect(area.x + area.width <= width && area.y + area.height <= height).toBe(true);
        }
      }),
    );
  });
});

describe('the cut of one slide', () => {
  const rule: CutRule = { ...HALF, assumedMicronsPerPixel: 0.25 };

  it('takes what a person says only where the slide does not say it', () => {
    expect(withResolution(slideOf(10, 10, 0.5), rule).micronsPerPixel).toBe(0.5);
    expect(withResolution(slideOf(10, 10), rule).micronsPerPixel).toBe(0.25);
  });

  it('is in pixels of level 0 where nobody says it', () => {
    expect(cutOf(slideOf(10, 10), rule)).toEqual(IN_PIXELS);
    expect(cutOf(slideOf(10, 10, 0.25), rule)).toEqual(HALF);
  });
});
