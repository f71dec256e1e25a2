import { groupBy } from '../../evaluation/group-by.ts';

/** Patches that the lens is fitted on: the time grows with their third power. */
export const MOST_ANCHORS = 2000;

/**
 * Positions of at most `most` patches, ascending: the labels in turn, each label's patches evenly spaced.
 * @param labels A number a patch.
 */
export function chooseAnchors(labels: ArrayLike<number>, most = MOST_ANCHORS): number[] {
  const positions = Array.from(labels, (_, at) => at);
  if (positions.length <= most) return positions;
  const byLabel = groupBy(positions, (at) => labels[at]);
  const share = Math.floor(most / byLabel.size);
  return [...byLabel.values()].flatMap((own) => evenly(own, Math.min(share, own.length))).sort((a, b) => a - b);
}

function evenly(positions: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, at) => positions[Math.floor((at * positions.length) / count)] ?? 0);
}
