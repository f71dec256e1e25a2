import type { SlideInfo, TissueMask } from '../../base/slide.ts';
import { countAtLeast, cutOf, gridOf, tissueShares, withResolution } from '../../engine/slides/cut.ts';
import type { CutRule } from '../../library/schema.ts';
import type { SurveyedSlide } from './use-slide-survey.ts';

export interface PatchCount {
  readonly patches: number;
  /** False as long as the tissue of some slides is not known: there will be more. */
  readonly isFinal: boolean;
}

/** Shares by grid, of each mask that is still in use: a slider moves often, and nothing else does. */
const knownShares = new WeakMap<TissueMask, Map<string, Float64Array>>();

/** The patches that one slide gives. */
export function countOnSlide(info: SlideInfo, tissue: TissueMask, rule: CutRule): number {
  return countAtLeast(sharesOf(info, tissue, rule), rule.leastTissue);
}

/** The patches that all slides give which can be read. */
export function countPatches(slides: readonly SurveyedSlide[], rule: CutRule): PatchCount {
  let patches = 0;
  let isFinal = true;
  for (const { info, tissue, error } of slides) {
    if (info && tissue) patches += countOnSlide(info, tissue, rule);
    else if (!error) isFinal = false;
  }
  return { patches, isFinal };
}

/** The share of tissue of each patch of the grid, row by row. */
export function sharesOf(info: SlideInfo, tissue: TissueMask, rule: CutRule): Float64Array {
  const resolved = withResolution(info, rule);
  const grid = gridOf(resolved, cutOf(resolved, rule));
  const key = `${grid.columns} ${grid.rows} ${grid.side}`;
  const known = knownShares.get(tissue) ?? new Map<string, Float64Array>();
  const shares = known.get(key) ?? tissueShares(resolved, tissue, grid);
  knownShares.set(tissue, known.set(key, shares));
  return shares;
}
