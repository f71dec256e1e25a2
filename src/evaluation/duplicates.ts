import { voteOf } from '../barcode/vote.ts';
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
 * @param isReference Whether patch r is a reference of query q.
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

/** A query with what was retrieved for it, by position among the samples, nearest first. */
export interface Retrieval {
  readonly at: number;
  readonly retrieved: readonly number[];
}

/** What identical images do to the figures. */
export interface DuplicateEffect {
  /** Queries with an identical image among the hits that vote. */
  readonly queries: number;
  /** Queries, of all, that are right, and that would be if no query could find an identical image. */
  readonly right: number;
  readonly rightWithout: number;
}

/**
 * Votes again without identical images, which needs no second search as long as enough other hits are at hand.
 *
 * @param depth Most hits that were kept a query.
 * @returns Undefined where a query has so many identical images that fewer hits are left than vote.
 */
export function duplicateEffect(
  duplicates: readonly DuplicateGroup[],
  queries: readonly Retrieval[],
  labels: readonly string[],
  voters: number,
  depth: number,
): DuplicateEffect | undefined {
  const groupOf = new Map(duplicates.flatMap((group) => group.members.map((at) => [at, group] as const)));
  const isRight = ({ at }: Retrieval, hits: readonly number[]) =>
    Number(
      voteOf(
        hits.map((hit) => labels[hit] ?? ''),
        voters,
      )?.label === labels[at],
    );
  let [right, rightWithout, withTwin] = [0, 0, 0];
  for (const query of queries) {
    const { at, retrieved } = query;
    const others = retrieved.filter((hit) => groupOf.get(hit) === undefined || groupOf.get(hit) !== groupOf.get(at));
    if (others.length < voters && retrieved.length === depth) return undefined;
    right += isRight(query, retrieved);
    rightWithout += isRight(query, others);
    if (retrieved.slice(0, voters).some((hit) => !others.includes(hit))) withTwin++;
  }
  return { queries: withTwin, right, rightWithout };
}
