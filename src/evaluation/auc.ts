/** One answer of a yes-or-no question. */
export interface Scored {
  readonly score: number;
  readonly isPositive: boolean;
}

/**
 * Area under the receiver operating characteristic: the chance that a positive scores higher than a negative, where a tie
 * counts half (Mann and Whitney). Equal scores for all give 0.5.
 *
 * @returns Null when there is no positive or no negative.
 */
export function areaUnderCurve(answers: readonly Scored[]): number | null {
  const tallies = new Map<number, { positives: number; negatives: number }>();
  for (const { score, isPositive } of answers) {
    const tally = tallies.get(score) ?? { positives: 0, negatives: 0 };
    tallies.set(score, tally);
    tally[isPositive ? 'positives' : 'negatives']++;
  }
  let positives = 0;
  let negatives = 0;
  let wins = 0;
  for (const [, tally] of [...tallies].sort(([a], [b]) => a - b)) {
    wins += tally.positives * (negatives + tally.negatives / 2);
    positives += tally.positives;
    negatives += tally.negatives;
  }
  return positives === 0 || negatives === 0 ? null : wins / (positives * negatives);
}
