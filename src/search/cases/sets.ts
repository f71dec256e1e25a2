/** Patches put together into sets, such as cases or slides, as the threads that scan want them. */
import { type BitSet, has } from '../../columns/bit-set.ts';

/** What sets are made of patches: those of the collection's rule for cases, or whole slides. */
export type SetKind = 'case' | 'slide';

export interface Sets {
  /** The code of each set in the column that it comes from, by its first patch. */
  readonly codes: readonly number[];
  /** Ids of patches, set after set, ascending within each. */
  readonly members: Uint32Array<ArrayBuffer>;
  /** Where in `members` each set begins, and the last one ends. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

/**
 * Sets in the order of their first patches.
 * @param codeOf Of patch `id` at `id`; 0 is that of no set.
 */
export function setsOf(codeOf: Uint32Array, allowed: BitSet, size: number): Sets {
  const numberOf = new Map<number, number>();
  const codes: number[] = [];
  const counts: number[] = [];
  const numbers = new Int32Array(size).fill(-1);
  for (let id = 0; id < size; id++) {
    const code = codeOf[id] ?? 0;
    if (code === 0 || !has(allowed, id)) continue;
    let number = numberOf.get(code);
    if (number === undefined) {
      number = codes.push(code) - 1;
      numberOf.set(code, number);
      counts.push(0);
    }
    numbers[id] = number;
    counts[number] = (counts[number] as number) + 1;
  }
  const starts = new Uint32Array(codes.length + 1);
  for (const [at, count] of counts.entries()) starts[at + 1] = (starts[at] as number) + count;
  const next = starts.slice();
  const members = new Uint32Array(starts.at(-1) ?? 0);
  for (let id = 0; id < size; id++) {
    const number = numbers[id] as number;
    if (number < 0) continue;
    members[next[number] as number] = id;
    next[number] = (next[number] as number) + 1;
  }
  return { codes, members, starts };
}

/** Some of the sets, by their places. */
export function someSets({ codes, members, starts }: Sets, places: readonly number[]): Sets {
  const parts = places.map((at) => members.subarray(starts[at], starts[at + 1]));
  const some = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  const ends = new Uint32Array(parts.length + 1);
  for (const [at, part] of parts.entries()) {
    some.set(part, ends[at]);
    ends[at + 1] = (ends[at] as number) + part.length;
  }
  return { codes: places.map((at) => codes[at] as number), members: some, starts: ends };
}
