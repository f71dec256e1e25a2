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

/** Standard errors by which right votes must exceed what guessing gets: labels that say nothing of the tissue win by luck. */
const ABOVE_GUESSING = 3;

/**
 * Whether the gain is more than chance gives: above its standard error, with more sources up than down, and right more often
 * than always predicting the most frequent label would be.
 * @param majority The share of queries with the most frequent label.
 */
export function isWorthwhile({ mean, standardError, up, down, learned, queries }: Gain, majority: number): boolean {
  const guessing = Math.sqrt((majority * (1 - majority)) / queries);
  return standardError !== null && mean > standardError && up > down && learned > majority + ABOVE_GUESSING * guessing;
}
