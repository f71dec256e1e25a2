/** Whether a similarity learned from labels is worth having: what stands against it, and what leaving each source out shows. */
import type { Gain } from '../base/gain.ts';
import { groupBy } from './group-by.ts';
import { meanOf, meanSd } from './mean-sd.ts';
import type { Pair } from './paired-difference.ts';

/** Labels with fewer patches are not learned from: their patches keep their plain distances, as those of unseen labels do. */
export const LEAST_PATCHES_A_LABEL = 5;

/** A third of them is one source's: with two, each lens would be learned from a single one. */
export const LEAST_SOURCES = 3;

/** How many of the nearest vote through a lens on a source that is not in the collection: more of them are of one mind. */
export const LENS_VOTERS = 9;

/** With more, 2,000 patches would be fewer than five a label. */
export const MOST_LABELS = 400;

/** Why nothing can be learned, or why it could not be told whether it helps. */
export type Obstacle =
  /** Fewer than two labels have enough patches. */
  | 'few-labels'
  | 'many-labels'
  | 'few-sources'
  /** Fewer than two labels occur in more than one source: labels and sources cannot be told apart. */
  | 'labels-follow-sources';

interface Labelled {
  readonly label: string;
  /** The slide, case or file that the patch is of. */
  readonly source: string | number;
}

/** Labels that a lens is learned from: those with at least `LEAST_PATCHES_A_LABEL` patches. */
export function learnableLabels(labels: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  counts.delete('');
  return new Set([...counts].flatMap(([label, count]) => (count >= LEAST_PATCHES_A_LABEL ? [label] : [])));
}

/** @returns Undefined where a lens can be learned and checked. */
export function obstacleTo(patches: readonly Labelled[]): Obstacle | undefined {
  const labels = learnableLabels(patches.map(({ label }) => label));
  if (labels.size < 2) return 'few-labels';
  if (labels.size > MOST_LABELS) return 'many-labels';
  const learned = patches.filter(({ label }) => labels.has(label));
  const sources = new Set(learned.map(({ source }) => source)).size;
  const sourcesOf = groupBy(learned, ({ label }) => label);
  const spread = [...sourcesOf.values()].filter((own) => new Set(own.map(({ source }) => source)).size > 1);
  if (sources > 1 && spread.length < 2) return 'labels-follow-sources';
  return sources < LEAST_SOURCES ? 'few-sources' : undefined;
}

/** @param pairs The same queries asked in both ways; `first` is learned. @returns Undefined for no pairs. */
export function gainOf(pairs: readonly Pair[]): Gain | undefined {
  const [learned, plain] = [meanOf(pairs.map(({ first }) => first)), meanOf(pairs.map(({ second }) => second))];
  if (learned === null || plain === null) return undefined;
  const bySource = [...groupBy(pairs, ({ unit }) => unit).values()].map(
    (own) => own.reduce((sum, { first, second }) => sum + first - second, 0) / own.length,
  );
  const { mean, sd } = meanSd(bySource);
  return {
    queries: pairs.length,
    learned,
    plain,
    mean: mean ?? 0,
    standardError: sd === null ? null : sd / Math.sqrt(bySource.length),
    sources: bySource.length,
    up: bySource.filter((gain) => gain > 0).length,
    down: bySource.filter((gain) => gain < 0).length,
  };
}

/** What one way to search gains over another, source by source. */
export type Advantage = Pick<Gain, 'mean' | 'standardError' | 'sources' | 'up' | 'down'>;

/** More than chance gives: above its standard error, with more sources up than down. */
export function isAhead({ mean, standardError, up, down }: Advantage): boolean {
  return standardError !== null && mean > standardError && up > down;
}

/** How the Robust profile does beside plain and learned similarity, on the same queries. */
export interface RobustCheck {
  /** Of the collection that has it. */
  readonly name: string;
  readonly queries: number;
  /** The share of right votes, 0 to 1. */
  readonly right: number;
  readonly overPlain: Advantage;
  readonly overLearned: Advantage;
}

interface SearchedThreeWays {
  readonly source: string;
  /** 1 where the vote was right, else 0. */
  readonly plain: number;
  readonly learned: number;
  readonly robust: number;
}

/** @returns Undefined for no queries. */
export function robustCheckOf(name: string, searched: readonly SearchedThreeWays[]): RobustCheck | undefined {
  const over = (other: 'plain' | 'learned') =>
    gainOf(searched.map(({ source, robust, ...rest }) => ({ unit: source, first: robust, second: rest[other] })));
  const [overPlain, overLearned] = [over('plain'), over('learned')];
  return (
    overPlain && overLearned && { name, queries: searched.length, right: overPlain.learned, overPlain, overLearned }
  );
}

/** Which of both is ahead: `none` where neither beats plain similarity, `either` where both do and neither the other. */
export type Ahead = 'none' | 'learned' | 'robust' | 'either';

/** @param learnedWins See `isWorthwhile`. */
export function whoIsAhead({ overPlain, overLearned }: RobustCheck, learnedWins: boolean): Ahead {
  if (!isAhead(overPlain)) return learnedWins ? 'learned' : 'none';
  if (!learnedWins || isAhead(overLearned)) return 'robust';
  const { mean, up, down } = overLearned;
  return isAhead({ ...overLearned, mean: -mean, up: down, down: up }) ? 'learned' : 'either';
}

/** Standard errors by which right votes must exceed what guessing gets: labels that say nothing of the tissue win by luck. */
const ABOVE_GUESSING = 3;

/**
 * Whether the gain is more than chance gives: above its standard error, with more sources up than down, and right more often
 * than always predicting the most frequent label would be.
 * @param majority The share of queries with the most frequent label.
 */
export function isWorthwhile(gain: Gain, majority: number): boolean {
  const guessing = Math.sqrt((majority * (1 - majority)) / gain.queries);
  return isAhead(gain) && gain.learned > majority + ABOVE_GUESSING * guessing;
}
