/** How many of the nearest patches vote (arXiv 2111.15519). */
export const VOTERS = 3;

export interface Vote {
  readonly label: string;
  /** Ranks (0 is the nearest) of the voters that have this label. */
  readonly supporters: readonly number[];
  /** How many voted: 3, or fewer where fewer patches or labels are at hand. */
  readonly voters: number;
}

/**
 * The label most frequent among the three nearest patches; when no label is ahead of the others, the nearest one's.
 * A patch without a label (an empty one) is passed over as a voter but keeps its rank.
 * @param labels Labels of the patches found, nearest first.
 * @returns Undefined when none of the three has a label.
 */
export function voteOf(labels: readonly string[]): Vote | undefined {
  const ballots = labels.slice(0, VOTERS).flatMap((label, rank) => (label === '' ? [] : [{ label, rank }]));
  const ranksWith = (label: string) => ballots.filter((ballot) => ballot.label === label).map(({ rank }) => rank);
  const nearest = ballots[0];
  if (!nearest) return undefined;
  // Three voters leave one label ahead of the others exactly when two of them agree.
  const ahead = ballots.find(({ label }) => ranksWith(label).length > 1) ?? nearest;
  return { label: ahead.label, supporters: ranksWith(ahead.label), voters: ballots.length };
}
