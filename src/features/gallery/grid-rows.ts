import type { Group } from '../../columns/arrangement.ts';
import { positionAfterKey } from './grid-layout.ts';

/** Pixels of the line above the first row of a group. */
export const HEADING = 36;

/** Patches from `first` up to `end`, by their positions. */
export interface GridRow {
  readonly first: number;
  readonly end: number;
  readonly group: Group | undefined;
}

/** Patches laid out in rows, each group beginning with a row of its own under its heading. */
export class GridRows {
  readonly #count: number;
  readonly #columns: number;
  readonly #groups: readonly Group[] | undefined;
  /** The row at which each group begins, and last how many rows there are. */
  readonly #starts: readonly number[];

  /** @param groups One behind the other, without gaps. */
  constructor(count: number, columns: number, groups: readonly Group[] | undefined) {
    this.#count = count;
    this.#columns = columns;
    this.#groups = groups;
    const starts = [0];
    for (const group of groups ?? []) starts.push((starts.at(-1) ?? 0) + Math.ceil(group.count / columns));
    this.#starts = starts;
  }

  /** Whether rows of the former layout stay where they are: patches that come behind the last one move none. */
  continues(former: GridRows): boolean {
    return this.#columns === former.#columns && this.#groups === former.#groups;
  }

  get count(): number {
    return this.#groups ? (this.#starts.at(-1) ?? 0) : Math.ceil(this.#count / this.#columns);
  }

  row(index: number): GridRow {
    if (!this.#groups) {
      const first = index * this.#columns;
      return { first, end: Math.min(this.#count, first + this.#columns), group: undefined };
    }
    const at = lastAtMost(this.#starts, index, (start) => start);
    const group = this.#groups[at];
    if (!group) return { first: 0, end: 0, group: undefined };
    const first = group.first + (index - (this.#starts[at] ?? 0)) * this.#columns;
    return { first, end: Math.min(group.first + group.count, first + this.#columns), group };
  }

  /** Whether a heading stands above the row. */
  hasHeading(index: number): boolean {
    if (!this.#groups) return false;
    const { first, group } = this.row(index);
    return group?.first === first;
  }

  /** The row of a position. */
  rowOf(position: number): number {
    if (!this.#groups) return Math.floor(position / this.#columns);
    const at = lastAtMost(this.#groups, position, ({ first }) => first);
    return (this.#starts[at] ?? 0) + Math.floor((position - (this.#groups[at]?.first ?? 0)) / this.#columns);
  }

  /** Pixels above a row, its own heading not among them. */
  offsetOf(row: number, rowHeight: number): number {
    const headings = this.#groups ? lastAtMost(this.#starts, row, (start) => start) + 1 : 0;
    return row * rowHeight + (headings - (this.hasHeading(row) ? 1 : 0)) * HEADING;
  }

  /** The row that lies `offset` pixels below the first. */
  rowAt(offset: number, rowHeight: number): number {
    if (!this.#groups) return Math.max(0, Math.floor(offset / rowHeight));
    let [low, high] = [0, Math.max(0, this.count - 1)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.offsetOf(middle, rowHeight) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Where a key leads from a position; undefined for keys that do not move. */
  afterKey(key: string, position: number, rowsPerPage: number): number | undefined {
    if (!this.#groups) return positionAfterKey(key, position, this.#count, { columns: this.#columns, rowsPerPage });
    const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -Math.max(1, rowsPerPage), PageDown: Math.max(1, rowsPerPage) };
    const step = new Map(Object.entries(steps)).get(key);
    if (step === undefined) {
      return positionAfterKey(key, position, this.#count, { columns: this.#columns, rowsPerPage });
    }
    const from = this.rowOf(position);
    const to = this.row(Math.min(this.count - 1, Math.max(0, from + step)));
    return Math.min(to.end - 1, to.first + (position - this.row(from).first));
  }
}

/** The last of ascending items whose value is at most `most`; 0 where none is. The sentinel behind the last is never meant. */
function lastAtMost<Item>(items: readonly Item[], most: number, keyOf: (item: Item) => number): number {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (keyOf(items[middle] as Item) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
