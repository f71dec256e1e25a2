import { positionOf } from './ascending.ts';
import { has } from './bit-set.ts';
import type { CategoryColumn } from './category-column.ts';
import type { Matches } from './filter.ts';
import { naturalOrder } from './natural-order.ts';
import type { NumberColumn } from './number-column.ts';
import type { Patches } from './patches.ts';

/** How patches are laid out. */
export interface Arrangement {
  /** `added` for the order in which they were stored, `path`, or the name of a column; ties are in the order added. */
  readonly sortBy: string;
  readonly isDescending: boolean;
  /** The name of a column of words; undefined leaves them together. */
  readonly groupBy: string | undefined;
}

export const AS_ADDED: Arrangement = { sortBy: 'added', isDescending: false, groupBy: undefined };

/** Patches that have the same word in a column. */
export interface Group {
  /** Undefined for those that have none. */
  readonly value: string | undefined;
  /** Where they begin among all ids, and how many they are. */
  readonly first: number;
  readonly count: number;
}

/** Ids in the order in which they are shown. */
export class Arranged {
  readonly ids: Uint32Array;
  /** One behind the other, without gaps; undefined where they are not grouped. */
  readonly groups: readonly Group[] | undefined;
  readonly #isAscending: boolean;
  #positions: Uint32Array | undefined;

  constructor(ids: Uint32Array, groups?: readonly Group[], isAscending = false) {
    this.ids = ids;
    this.groups = groups;
    this.#isAscending = isAscending;
  }

  /** Where `id` stands, or -1. */
  positionOf(id: number): number {
    if (this.#isAscending) return positionOf(this.ids, id);
    this.#positions ??= positionsOf(this.ids);
    return (this.#positions[id] ?? 0) - 1;
  }
}

const NO_COLUMNS: ReadonlyMap<string, NumberColumn> = new Map();

/**
 * Lays out what passes a filter. Linear in the patches, but for numbers, which are sorted; as they were added it costs nothing.
 * @param further Columns that are not the table's, by their names.
 */
export function arrange(
  patches: Patches,
  matches: Matches,
  arrangement: Arrangement,
  further: ReadonlyMap<string, NumberColumn> = NO_COLUMNS,
): Arranged {
  const { sortBy, isDescending, groupBy } = arrangement;
  const grouping = groupBy === undefined ? undefined : patches.table.column(groupBy);
  if (sortBy === 'added' && !isDescending && !grouping) return new Arranged(matches.ids, undefined, true);
  const sorted = sortIds(patches, matches, further, arrangement);
  if (grouping?.kind !== 'category') return new Arranged(sorted);
  return group(sorted, grouping, isDescending && sortBy === groupBy);
}

function sortIds(
  patches: Patches,
  matches: Matches,
  further: ReadonlyMap<string, NumberColumn>,
  { sortBy, isDescending }: Arrangement,
): Uint32Array {
  if (sortBy === 'added') return isDescending ? matches.ids.toReversed() : matches.ids;
  if (sortBy === 'path') {
    const ordered = patches.pathOrder ? thoseOf(patches.pathOrder, matches) : matches.ids;
    return isDescending ? ordered.toReversed() : ordered;
  }
  const column = further.get(sortBy) ?? patches.table.column(sortBy);
  if (column?.kind === 'category') return sortByWord(matches.ids, column, isDescending);
  return column ? sortByNumber(matches.ids, column, isDescending) : matches.ids;
}

/** Those of an order that pass. */
function thoseOf(order: Uint32Array, { set }: Matches): Uint32Array {
  const passing = new Uint32Array(order.length);
  let found = 0;
  for (let at = 0; at < order.length; at++) {
    const id = order[at] as number;
    if (has(set, id)) passing[found++] = id;
  }
  return passing.subarray(0, found);
}

/** Those without a word come last, whatever the direction. */
function sortByWord(ids: Uint32Array, column: CategoryColumn, isDescending: boolean): Uint32Array {
  return countingSort(ids, column, wordsInOrder(column, isDescending)).ids;
}

/** Those without a number come last, whatever the direction. */
function sortByNumber(ids: Uint32Array, column: NumberColumn, isDescending: boolean): Uint32Array {
  const sign = isDescending ? -1 : 1;
  const known = ids.filter((id) => !Number.isNaN(column.valueAt(id)));
  const unknown = ids.filter((id) => Number.isNaN(column.valueAt(id)));
  known.sort((a, b) => sign * (column.valueAt(a) - column.valueAt(b)) || a - b);
  const all = new Uint32Array(ids.length);
  all.set(known);
  all.set(unknown, known.length);
  return all;
}

function group(ids: Uint32Array, column: CategoryColumn, isDescending: boolean): Arranged {
  const codes = wordsInOrder(column, isDescending);
  const sorted = countingSort(ids, column, codes);
  const groups = codes.flatMap((code, at): Group[] => {
    const [first = 0, end = 0] = [sorted.starts[at], sorted.starts[at + 1]];
    return end > first ? [{ value: column.words[code], first, count: end - first }] : [];
  });
  return new Arranged(sorted.ids, groups);
}

/** Codes of the words that any patch has, in natural order, and behind them that of no word. */
function wordsInOrder(column: CategoryColumn, isDescending: boolean): number[] {
  const inUse = Array.from(column.words.keys()).filter((code) => column.countOf(code) > 0);
  const word = (code: number) => column.words[code] ?? '';
  inUse.sort((a, b) => naturalOrder(word(a), word(b)));
  return [...(isDescending ? inUse.reverse() : inUse), 0];
}

/**
 * Ids by the place of their code in `codes`, which has all that occur; those of one code stay as they were.
 * @returns Where the ids of each of `codes` begin, and last where those of the last end.
 */
function countingSort(
  ids: Uint32Array,
  column: CategoryColumn,
  codes: readonly number[],
): { ids: Uint32Array; starts: Uint32Array } {
  const placeOf = new Uint32Array(column.words.length);
  for (const [place, code] of codes.entries()) placeOf[code] = place;
  const starts = new Uint32Array(codes.length + 1);
  // Plain loops: iterators would take several times as long for each of 300,000.
  const places = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) {
    const place = placeOf[column.codeAt(ids[at] as number)] as number;
    places[at] = place;
    starts[place + 1] = (starts[place + 1] as number) + 1;
  }
  for (let place = 0; place < codes.length; place++) {
    starts[place + 1] = (starts[place + 1] as number) + (starts[place] as number);
  }
  const next = starts.slice();
  const sorted = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) {
    const place = places[at] as number;
    const to = next[place] as number;
    next[place] = to + 1;
    sorted[to] = ids[at] as number;
  }
  return { ids: sorted, starts };
}

/** The position of each id, from 1, at that id. */
function positionsOf(ids: Uint32Array): Uint32Array {
  let end = 0;
  for (let at = 0; at < ids.length; at++) end = Math.max(end, (ids[at] as number) + 1);
  const positions = new Uint32Array(end);
  for (let at = 0; at < ids.length; at++) positions[ids[at] as number] = at + 1;
  return positions;
}
