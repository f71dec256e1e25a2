import { type MeanSd, meanSd } from '../../src/evaluation/mean-sd.ts';
import type { Distances } from './distances.ts';
import { type Measured, type PlacedTile, slidesOf } from './measure-setting.ts';
import { searchAll } from './search-all.ts';

/** A setting that may be chosen. */
export interface Candidate {
  readonly name: string;
  readonly measured: Measured;
  /** Right votes within each half, as `rightInHalves` counts them. */
  readonly rights: readonly number[];
}

/** What choosing by one half of the slides reaches on the other half; shares from 0 to 1. */
export interface ChosenOnHalves {
  readonly halves: number;
  /** How often each candidate was chosen, the most frequent first. */
  readonly chosen: readonly { readonly name: string; readonly times: number }[];
  /** On the other half: of what was chosen, and beyond each of the settings it is compared with, in their order. */
  readonly slides: MeanSd;
  readonly folds: MeanSd;
  readonly gains: readonly { readonly slides: MeanSd; readonly folds: MeanSd; readonly timesAhead: number }[];
}

/** How many tiles are right in each half of the slides when their slide is left out and only that half are references. */
export function rightInHalves(distances: Distances, tiles: readonly PlacedTile[], groups: string): number[] {
  const slides = slidesOf(tiles);
  return halvesOf(slides.length).map((half) => {
    const members = [...tiles.keys()].filter((at) => half.includes(slides.indexOf(tiles[at]?.slide ?? '')));
    return sum(searchAll(distances, tiles, members, { kind: 'leave-out', pattern: groups }));
  });
}

/**
 * On every half of the slides, takes the candidate that is right most often within it; the first of equals. Then looks at
 * the tiles of the other half, with all other slides as references.
 */
export function chooseOnHalves(
  candidates: readonly Candidate[],
  compared: readonly Measured[],
  tiles: readonly PlacedTile[],
): ChosenOnHalves {
  const slides = slidesOf(tiles);
  const sizes = slides.map((name) => tiles.filter(({ slide }) => slide === name).length);
  const trials = halvesOf(slides.length).map((half, trial) => {
    const rights = candidates.map((candidate) => candidate.rights[trial] ?? 0);
    const chosen = candidates[rights.indexOf(Math.max(...rights))] as Candidate;
    const others = slides.flatMap((_, at) => (half.includes(at) ? [] : [at]));
    const shareOf = (bySlide: readonly number[]) => pooled(bySlide, sizes, others);
    return { chosen, shareOf };
  });
  const times = (name: string) => trials.filter(({ chosen }) => chosen.name === name).length;
  return {
    halves: trials.length,
    chosen: candidates
      .map(({ name }) => ({ name, times: times(name) }))
      .filter((one) => one.times > 0)
      .sort((a, b) => b.times - a.times),
    slides: meanSd(trials.map(({ chosen, shareOf }) => shareOf(chosen.measured.bySlide))),
    folds: meanSd(trials.map(({ chosen, shareOf }) => shareOf(chosen.measured.bySlideInFolds))),
    gains: compared.map((base) => {
      const slidesGains = trials.map(({ chosen, shareOf }) => shareOf(chosen.measured.bySlide) - shareOf(base.bySlide));
      const foldsGains = trials.map(({ chosen, shareOf }) => {
        return shareOf(chosen.measured.bySlideInFolds) - shareOf(base.bySlideInFolds);
      });
      const timesAhead = slidesGains.filter((gain) => gain > 0).length;
      return { slides: meanSd(slidesGains), folds: meanSd(foldsGains), timesAhead };
    }),
  };
}

/** Every choice of half of `count` things (rounded down): 252 of ten. */
export function halvesOf(count: number): number[][] {
  const choose = (from: number, wanted: number): number[][] => {
    if (wanted === 0) return [[]];
    const heads = Array.from({ length: Math.max(0, count - from - wanted + 1) }, (_, at) => from + at);
    return heads.flatMap((head) => choose(head + 1, wanted - 1).map((rest) => [head, ...rest]));
  };
  return choose(0, Math.floor(count / 2));
}

/** The share right of the tiles of some slides, each tile counting the same. */
function pooled(bySlide: readonly number[], sizes: readonly number[], slides: readonly number[]): number {
  const right = slides.map((at) => (bySlide[at] ?? 0) * (sizes[at] ?? 0));
  return sum(right) / sum(slides.map((at) => sizes[at] ?? 0));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
