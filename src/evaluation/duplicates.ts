import { groupBy } from './group-by.ts';

/** Patches with the same pixels. */
export interface DuplicateGroup {
  /** Positions among the samples, ascending; at least two. */
  readonly members: readonly number[];
  /** Different labels among them, sorted: more than one contradicts itself. */
  readonly labels: readonly string[];
  /** Whether one of them can be retrieved for another: they are on both sides of a fold's border. */
  readonly acrossFolds: boolean;
}

/**
 * Groups of patches with equal pixels, in the order of their first member.
 *
 * @param hashes One a patch; equal exactly when the pixels are.
 * @param isReference Whether patch r may answer patch q.
 */
export function findDuplicates(
  hashes: readonly string[],
  labels: readonly string[],
  isReference: (q: number, r: number) => boolean,
): DuplicateGroup[] {
  const groups = groupBy([...hashes.keys()], (at) => hashes[at]);
  return [...groups.values()]
    .filter((members) => members.length > 1)
    .map((members) => ({
      members,
      labels: [...new Set(members.map((at) => labels[at] ?? ''))].sort(),
      acrossFolds: members.some((q) => members.some((r) => r !== q && isReference(q, r))),
    }));
}
