/** How many of the nearest patches vote (arXiv 2111.15519). */
export const VOTERS = 3;

export interface Vote {
  readonly label: string;
  /** Ranks (0 is the nearest) of the voters that have this label. */
  readonly supporters: readonly number[];
  /** How many voted: those wanted, or fewer where fewer patches or labels are at hand. */
  readonly voters: number;
}

/**
 * The label most frequent among the nearest patches; when no label is ahead of all others, the nearest one's.
 * A patch without a label (an empty one) is passed over as a voter but keeps its rank.
 * @param labels Labels of the patches found, nearest first.
 * @param voters How many of the nearest vote.
 * @returns Undefined when none of them has a label.
 */
export function voteOf(labels: readonly string[], voters = VOTERS): Vote | undefined {
  const ballots = labels.slice(0, voters).flatMap((label, rank) => (label === '' ? [] : [{ label, rank }]));
  const nearest = ballots[0];
  if (!nearest) return undefined;
  const ranks = new Map<string, number[]>();
  for (const { label, rank } of ballots) ranks.set(label, [...(ranks.get(label) ?? []), rank]);
  const most = Math.max(...[...ranks.values()].map((supporters) => supporters.length));
  const ahead = [...ranks].filter(([, supporters]) => supporters.length === most);
  const label = ahead.length === 1 && ahead[0] ? ahead[0][0] : nearest.label;
  return { label, supporters: ranks.get(label) ?? [], voters: ballots.length };
}

/** What the nearest say of a query, without a rule that decides for them. */
export interface Tally {
  /** How many were counted: those wanted, or all where fewer are at hand. */
  readonly voters: number;
  /** Each label with its supporters, most of them first, then by who is nearest. */
  readonly labels: readonly { readonly label: string; readonly supporters: readonly number[] }[];
  /** Voters without a label. */
  readonly unlabelled: number;
  /** The label that more than half of the voters have. */
  readonly majority: string | undefined;
}

/**
 * Counts the nearest, those without a label among them: a label has a majority when more than half of all voters have it.
 * @param labels Labels of the nearest references, nearest first; empty for none.
 * @param voters How many of the nearest vote.
 */
export function tallyOf(labels: readonly string[], voters = VOTERS): Tally {
  const ballots = labels.slice(0, voters);
  const ranks = new Map<string, number[]>();
  for (const [rank, label] of ballots.entries()) ranks.set(label, [...(ranks.get(label) ?? []), rank]);
  const unlabelled = ranks.get('')?.length ?? 0;
  ranks.delete('');
  const counted = [...ranks]
    .map(([label, supporters]) => ({ label, supporters }))
    .sort((a, b) => b.supporters.length - a.supporters.length);
  const first = counted[0];
  const majority = first && first.supporters.length * 2 > ballots.length ? first.label : undefined;
  return { voters: ballots.length, labels: counted, unlabelled, majority };
}
