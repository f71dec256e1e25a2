import { AppError } from '../../base/errors.ts';
import type { SlideInfo, SlideLevel } from '../../base/slide.ts';

/** A level as its file declares it. */
export type StoredLevel = Omit<SlideLevel, 'downsample'>;

/** Most pixels of a tile: beyond, one would not fit the memory that tiles are kept in. */
export const MOST_TILE_PIXELS = 4096 * 4096;
const MOST_TILES = 2 ** 22;
/** Most that the two sides may disagree on the downsample of a level. */
const ASPECT_TOLERANCE = 0.05;

/** @throws AppError image-broken: sizes that no slide has */
export function checkLevel({ width, height, tileWidth, tileHeight }: StoredLevel): void {
  const positive = [width, height, tileWidth, tileHeight].every((side) => side >= 1);
  const tiles = Math.ceil(width / tileWidth) * Math.ceil(height / tileHeight);
  if (!positive || tileWidth * tileHeight > MOST_TILE_PIXELS || !(tiles <= MOST_TILES)) {
    const detail = `declared size ${width} x ${height} in tiles of ${tileWidth} x ${tileHeight}`;
    throw new AppError('image-broken', detail);
  }
}

/** Whether a smaller image shows the same as the level, by the ratio of its sides. */
export function isReduced(level: StoredLevel, from: StoredLevel): boolean {
  if (level.width >= from.width || level.height >= from.height) return false;
  const across = from.width / level.width;
  const down = from.height / level.height;
  // Sides are whole pixels, which counts in tiny levels.
  const rounding = 1 / Math.min(level.width, level.height);
  return Math.abs(across - down) <= (ASPECT_TOLERANCE + rounding) * Math.max(across, down);
}

/**
 * How many pixels of level 0 a pixel of the level spans: the whole number that gives its sides, rounded up or down,
 * or else the mean of both ratios.
 */
export function downsampleOf(level: StoredLevel, from: StoredLevel): number {
  const across = from.width / level.width;
  const down = from.height / level.height;
  const mean = (across + down) / 2;
  const gives = (side: number, of: number, factor: number) => Math.abs(of / factor - side) < 1;
  const candidates = [2 ** Math.round(Math.log2(mean)), Math.round(mean)];
  const whole = candidates.find(
    (factor) => factor >= 1 && gives(level.width, from.width, factor) && gives(level.height, from.height, factor),
  );
  return whole ?? mean;
}

/** Levels finest first, each with its downsample. */
export function orderLevels<Level extends StoredLevel>(
  stored: readonly [Level, ...Level[]],
): [Level & SlideLevel, ...(Level & SlideLevel)[]] {
  const [finest, ...others] = stored.toSorted((a, b) => b.width - a.width) as [Level, ...Level[]];
  return [
    { ...finest, downsample: 1 },
    ...others.map((level) => ({ ...level, downsample: downsampleOf(level, finest) })),
  ];
}

/** What is told of levels, without what only their reader needs. */
export function toSlideLevels([finest, ...others]: readonly [SlideLevel, ...SlideLevel[]]): SlideInfo['levels'] {
  const pick = ({ width, height, tileWidth, tileHeight, downsample }: SlideLevel): SlideLevel => {
    return { width, height, tileWidth, tileHeight, downsample };
  };
  return [pick(finest), ...others.map(pick)];
}
