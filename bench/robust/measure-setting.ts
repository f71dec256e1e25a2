import { seededRandom, shuffled } from '../../src/base/seeded-random.ts';
import { groupBy } from '../../src/evaluation/group-by.ts';
import { meanOf } from '../../src/evaluation/mean-sd.ts';
import type { Protocol } from '../../src/evaluation/protocol.ts';
import type { Distances } from './distances.ts';
import { searchAll } from './search-all.ts';

export interface PlacedTile {
  readonly path: string;
  readonly label: string;
  readonly slide: string;
}

const SEEDS = [1, 2, 3];

/** Shares of right votes, 0 to 1, of some of the tiles. */
export interface Accuracies {
  /** Leaving a slide out. */
  readonly slides: number;
  /** Five folds, the mean over the seeds. */
  readonly folds: number;
}

/** A setting searched with all tiles and with draws of them. */
export interface Measured {
  readonly all: Accuracies;
  /** Accuracy leaving a slide out, slide by slide, in the order of `slidesOf`. */
  readonly bySlide: readonly number[];
  /** The same of five folds, the mean over the seeds. */
  readonly bySlideInFolds: readonly number[];
  readonly draws: readonly Accuracies[];
}

/** What is measured of every setting. */
export interface Questions {
  readonly tiles: readonly PlacedTile[];
  /** Names a tile's slide. */
  readonly groups: string;
  /** Positions of the tiles of each draw, ascending. */
  readonly draws: readonly (readonly number[])[];
}

/** The slides, by name. */
export function slidesOf(tiles: readonly PlacedTile[]): string[] {
  return [...new Set(tiles.map(({ slide }) => slide))].sort();
}

/** A random share of the tiles of each label, `count` times over. */
export function drawTiles(tiles: readonly PlacedTile[], share: number, count: number): number[][] {
  return Array.from({ length: count }, (_, seed) => {
    const random = seededRandom(seed + 1);
    const byLabel = groupBy([...tiles.keys()], (at) => tiles[at]?.label ?? '');
    const drawn = [...byLabel.values()].flatMap((members) => {
      return shuffled(members, random).slice(0, Math.floor(members.length * share));
    });
    return drawn.sort((a, b) => a - b);
  });
}

export function measureSetting(distances: Distances, { tiles, groups, draws }: Questions): Measured {
  const everyone = [...tiles.keys()];
  const slides = searchAll(distances, tiles, everyone, { kind: 'leave-out', pattern: groups });
  const folds = askFolds(distances, tiles, everyone);
  const bySlide = (right: ArrayLike<number>) =>
    slidesOf(tiles).map((name) =>
      meanOf(everyone.filter((at) => tiles[at]?.slide === name).map((at) => right[at] ?? 0)),
    );
  return {
    all: { slides: meanOf([...slides]) ?? 0, folds: meanOf(folds) ?? 0 },
    bySlide: bySlide(slides).map((share) => share ?? 0),
    bySlideInFolds: bySlide(folds).map((share) => share ?? 0),
    draws: draws.map((members) => accuraciesIn(distances, tiles, groups, members)),
  };
}

/** What some of the tiles reach among themselves. */
export function accuraciesIn(
  distances: Distances,
  tiles: readonly PlacedTile[],
  groups: string,
  members: readonly number[],
): Accuracies {
  const slides = searchAll(distances, tiles, members, { kind: 'leave-out', pattern: groups });
  return { slides: meanOf([...slides]) ?? 0, folds: meanOf(askFolds(distances, tiles, members)) ?? 0 };
}

/** How often each member is right, over the seeds. */
function askFolds(distances: Distances, tiles: readonly PlacedTile[], members: readonly number[]): number[] {
  const votes = SEEDS.map((seed): Uint8Array => {
    const protocol: Protocol = { kind: 'folds', k: 5, seed };
    return searchAll(distances, tiles, members, protocol);
  });
  return members.map((_, at) => meanOf(votes.map((right) => right[at] ?? 0)) ?? 0);
}
