/** Cuts a slide into a grid of square patches and tells which of them show tissue: the same slide gives the same areas. */
import type { SlideArea, SlideInfo, TissueMask } from '../../base/slide.ts';
import type { CutRule, SlideCut } from '../../library/schema.ts';

/**
 * Resolutions this near to a whole multiple of the slide's own are taken for it: scanners say 0.499 or 0.2525 µm/px where
 * 0.5 or 0.25 is meant, and pixels that need no resampling are worth more than 2 % of a patch's side.
 */
const TOLERANCE = 0.02;

/** Whole patches from the top left corner; what is left over at the right and at the bottom is not cut. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Of a patch, in pixels of level 0. */
  readonly side: number;
}

/** What is known of a slide, with what a person says where it does not say itself. */
export function withResolution(info: SlideInfo, { assumedMicronsPerPixel }: CutRule): SlideInfo {
  return { ...info, micronsPerPixel: info.micronsPerPixel ?? assumedMicronsPerPixel };
}

/** The cut of one slide: in pixels of level 0 where its resolution is not known. */
export function cutOf({ micronsPerPixel }: SlideInfo, { patchSize, leastTissue, ...rule }: CutRule): SlideCut {
  return {
    patchSize,
    leastTissue,
    micronsPerPixel: micronsPerPixel === undefined ? undefined : rule.micronsPerPixel,
  };
}

/** How many pixels of level 0 one pixel of a patch spans. Below 1, patches are finer than the slide. */
export function scaleOf(info: Pick<SlideInfo, 'micronsPerPixel'>, { micronsPerPixel }: SlideCut): number {
  if (micronsPerPixel === undefined || info.micronsPerPixel === undefined) return 1;
  const scale = micronsPerPixel / info.micronsPerPixel;
  const whole = Math.max(1, Math.round(scale));
  return Math.abs(scale / whole - 1) <= TOLERANCE ? whole : scale;
}

export function gridOf(info: Pick<SlideInfo, 'levels' | 'micronsPerPixel'>, cut: SlideCut): Grid {
  const [{ width, height }] = info.levels;
  const side = Math.max(1, Math.round(cut.patchSize * scaleOf(info, cut)));
  return { columns: Math.floor(width / side), rows: Math.floor(height / side), side };
}

/** The share of each patch of the grid that is tissue, 0 to 1, row by row. Pixels of the mask on an edge count in part. */
export function tissueShares({ levels: [{ width, height }] }: SlideInfo, mask: TissueMask, grid: Grid): Float64Array {
  const tissueBefore = integrate(mask);
  const { columns, rows, side } = grid;
  const across = mask.width / width;
  const down = mask.height / height;
  const shares = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const top = row * side * down;
    const bottom = top + side * down;
    for (let column = 0; column < columns; column++) {
      const left = column * side * across;
      const right = left + side * across;
      const tissue =
        tissueBefore(right, bottom) - tissueBefore(left, bottom) - tissueBefore(right, top) + tissueBefore(left, top);
      // Sums of fractions may be off in the last digits, and all tissue must be 1.
      shares[row * columns + column] = Math.min(1, Math.max(0, rounded(tissue / ((right - left) * (bottom - top)))));
    }
  }
  return shares;
}

/** The patches of a slide: their grid, and which places of it, row by row. Four bytes a patch: there may be millions. */
export interface CutSlide {
  readonly grid: Grid;
  readonly places: Uint32Array;
}

/** The patches with enough tissue. */
export function cutSlide(info: SlideInfo, mask: TissueMask, cut: SlideCut): CutSlide {
  const grid = gridOf(info, cut);
  const shares = tissueShares(info, mask, grid);
  const places = Uint32Array.from(shares.keys()).filter((at) => (shares[at] ?? 0) >= cut.leastTissue);
  return { grid, places };
}

/** Where the patch at a place of the grid lies, in pixels of level 0. */
export function areaAt({ columns, side }: Grid, at: number): SlideArea {
  return { x: (at % columns) * side, y: Math.floor(at / columns) * side, width: side, height: side };
}

/** How many of these shares reach `least`. */
export function countAtLeast(shares: Float64Array, least: number): number {
  return shares.reduce((count, share) => count + Number(share >= least), 0);
}

/**
 * The tissue above and to the left of a point of the mask, in pixels of the mask. Between the corners of its pixels it is
 * bilinear, since a pixel is tissue as a whole or not at all.
 */
function integrate({ width, height, tissue }: TissueMask): (x: number, y: number) => number {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let inRow = 0;
    for (let x = 0; x < width; x++) {
      inRow += tissue[y * width + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + inRow;
    }
  }
  const at = (x: number, y: number) => sums[y * stride + x] ?? 0;
  return (x, y) => {
    const left = Math.min(width, Math.floor(x));
    const top = Math.min(height, Math.floor(y));
    const right = Math.min(width, left + 1);
    const bottom = Math.min(height, top + 1);
    const u = x - left;
    const v = y - top;
    return (
      (1 - v) * ((1 - u) * at(left, top) + u * at(right, top)) +
      v * ((1 - u) * at(left, bottom) + u * at(right, bottom))
    );
  };
}

function rounded(share: number): number {
  return Math.round(share * 1e6) / 1e6;
}
