import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideArea, SlideInfo, SlideLevel } from '../../base/slide.ts';
import { AreaAverage, AreaCopy, coverage, isExact } from './area-average.ts';

/** How far the size of an area may miss a level's and still count as it: what floating point makes of a whole number. */
const EXACT = 1e-9;

/** The tile with its parts beyond the edge; undefined where the slide stores none. */
export type GetTile = (level: number, column: number, row: number) => Promise<RgbImage | undefined>;

/**
 * Reads an area at the wanted size from the coarsest level that is no coarser than wanted. Each pixel is the mean of
 * what it covers, and white counts for what lies outside of the slide; where a level fits exactly, its pixels come as
 * they are stored. Tiles are asked for one after another, so that memory holds little more than the result.
 * @param area Pixels of level 0.
 * @param width Pixels of the result, as `height`.
 */
export async function readArea(
  { levels }: SlideInfo,
  getTile: GetTile,
  area: SlideArea,
  width: number,
  height: number,
): Promise<RgbImage> {
  const index = chooseLevel(levels, Math.min(area.width / width, area.height / height));
  const level = levels[index] as SlideLevel;
  const { downsample, tileWidth, tileHeight } = level;
  const columns = coverage(area.x / downsample, area.width / downsample / width, width);
  const rows = coverage(area.y / downsample, area.height / downsample / height, height);
  const across = tilesBetween(area.x / downsample, (area.x + area.width) / downsample, level.width, tileWidth);
  const down = tilesBetween(area.y / downsample, (area.y + area.height) / downsample, level.height, tileHeight);
  const image = isExact(columns) && isExact(rows) ? new AreaCopy(columns, rows) : new AreaAverage(columns, rows);
  for (let row = down.from; row < down.to; row++) {
    const top = row * tileHeight;
    for (let column = across.from; column < across.to; column++) {
      const left = column * tileWidth;
      const tile = await getTile(index, column, row);
      const right = Math.min(tileWidth, level.width - left);
      if (tile) image.add(tile, left, top, right, Math.min(tileHeight, level.height - top));
    }
    image.finishBand(top + tileHeight);
  }
  return image.finish();
}

/** The coarsest level of at most `scale` pixels of level 0 a pixel. */
export function chooseLevel(levels: readonly SlideLevel[], scale: number): number {
  const tooCoarse = levels.findIndex(({ downsample }) => downsample > scale * (1 + EXACT));
  return tooCoarse < 0 ? levels.length - 1 : Math.max(0, tooCoarse - 1);
}

function tilesBetween(from: number, to: number, side: number, tileSide: number): { from: number; to: number } {
  return {
    from: Math.floor(Math.max(0, from) / tileSide),
    to: Math.ceil(Math.min(side, to) / tileSide),
  };
}
