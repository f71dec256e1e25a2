/** How many of those with one score were positive, and how many negative. */
export interface ScoreTally {
  readonly score: number;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Area under the receiver operating characteristic: the chance that a positive scores higher than a negative, where a tie
 * counts half (Mann and Whitney). Equal scores for all give 0.5.
 *
 * @param tallies One a score, in any order.
 * @returns Null when there is no positive or no negative.
 */
export function areaUnderCurve(tallies: readonly ScoreTally[]): number | null {
  let positives = 0;
  let negatives = 0;
  let wins = 0;
  for (const tally of tallies.toSorted((a, b) => a.score - b.score)) {
    wins += tally.positives * (negatives + tally.negatives / 2);
    positives += tally.positives;
    negatives += tally.negatives;
  }
  return positives === 0 || negatives === 0 ? null : wins / (positives * negatives);
}
