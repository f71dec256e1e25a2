import type { Retrieval } from './retrieval.ts';

/** How many of the nearest are kept: what precision and mean average precision look at. */
export const RANKING_DEPTH = 10;

/** Share of the `k` nearest that have the query's label; of those there are, where there are fewer. */
export function precisionAt({ truth, retrieved }: Retrieval, k: number): number | null {
  const shown = retrieved.slice(0, k);
  if (shown.length === 0) return null;
  return shown.filter((label) => label === truth).length / shown.length;
}

/**
 * Average precision at 10: the mean of the precisions at the ranks of the right ones, over as many right ones as could
 * have been among the first ten.
 * @returns Null when no reference has the query's label.
 */
export function averagePrecision({ truth, retrieved, relevant }: Retrieval): number | null {
  if (relevant === 0) return null;
  let right = 0;
  let sum = 0;
  for (const [rank, label] of retrieved.slice(0, RANKING_DEPTH).entries()) {
    if (label !== truth) continue;
    right += 1;
    sum += right / (rank + 1);
  }
  return sum / Math.min(relevant, RANKING_DEPTH);
}
