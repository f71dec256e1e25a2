import { expect, it } from 'vitest';
import type { SlideLevel } from '../../base/slide.ts';
import { pyramidOf } from './pyramid.ts';

function levelOf(width: number, height: number, downsample: number, tile = 256): SlideLevel {
  return {
    width: Math.ceil(width / downsample),
    height: Math.ceil(height / downsample),
    tileWidth: tile,
    tileHeight: tile,
    downsample,
  };
}

it('shows a pyramid as it is stored, coarsest level first', () => {
  const levels = [levelOf(46_000, 32_914, 1, 240), levelOf(46_000, 32_914, 4, 240), levelOf(46_000, 32_914, 16, 240)];
  const shown = pyramidOf({ levels: [levels[0] as SlideLevel, ...levels.slice(1)] });
  expect(shown.map(({ stored, downsample }) => [stored, downsample])).toEqual([
    [undefined, 64],
    [undefined, 32],
    [2, 16],
    [1, 4],
    [0, 1],
  ]);
  expect(shown.at(-1)).toMatchObject({ width: 46_000, height: 32_914, tileWidth: 240, tileHeight: 240 });
});

it('halves a slide that has one level until it fits a screen', () => {
  const shown = pyramidOf({ levels: [levelOf(5_000, 3_001, 1)] });
  expect(shown.map(({ width, height, downsample }) => [width, height, downsample])).toEqual([
    [1_250, 751, 4],
    [2_500, 1_501, 2],
    [5_000, 3_001, 1],
  ]);
  expect(pyramidOf({ levels: [levelOf(1_000, 900, 1)] })).toHaveLength(1);
});

it('fills a wide gap between stored levels', () => {
  const shown = pyramidOf({ levels: [levelOf(40_000, 20_000, 1), levelOf(40_000, 20_000, 32)] });
  expect(shown.map(({ downsample }) => downsample)).toEqual([32, 8, 4, 2, 1]);
});

it('cuts strips, and tiles as large as a level, into tiles of its own', () => {
  const strips: SlideLevel = { ...levelOf(3_000, 2_000, 1), tileWidth: 3_000, tileHeight: 8 };
  for (const level of pyramidOf({ levels: [strips] })) {
    expect(level).toMatchObject({ tileWidth: 512, tileHeight: 512, stored: undefined });
  }
});
