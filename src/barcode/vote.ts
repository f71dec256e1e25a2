/** How many of the nearest patches vote (arXiv 2111.15519). */
export const VOTERS = 3;

export interface Vote {
  readonly label: string;
  /** Ranks (0 is the nearest) of the voters that have this label. */
  readonly supporters: readonly number[];
  /** How many voted: those asked, or fewer where fewer patches or labels are at hand. */
  readonly voters: number;
}

/**
 * The label most frequent among the nearest patches; when no label is ahead of all others, the nearest one's.
 * A patch without a label (an empty one) is passed over as a voter but keeps its rank.
 * @param labels Labels of the patches found, nearest first.
 * @param asked How many of the nearest vote.
 * @returns Undefined when none of them has a label.
 */
export function voteOf(labels: readonly string[], asked = VOTERS): Vote | undefined {
  const ballots = labels.slice(0, asked).flatMap((label, rank) => (label === '' ? [] : [{ label, rank }]));
  const nearest = ballots[0];
  if (!nearest) return undefined;
  const ranks = new Map<string, number[]>();
  for (const { label, rank } of ballots) ranks.set(label, [...(ranks.get(label) ?? []), rank]);
  const most = Math.max(...[...ranks.values()].map((supporters) => supporters.length));
  const ahead = [...ranks].filter(([, supporters]) => supporters.length === most);
  const label = ahead.length === 1 && ahead[0] ? ahead[0][0] : nearest.label;
  return { label, supporters: ranks.get(label) ?? [], voters: ballots.length };
}
