import { add, type BitSet, bitSetOf, has, remove, wordsFor } from './bit-set.ts';
import { type CategoryColumn, NO_CODE } from './category-column.ts';
import type { Changes } from './change-log.ts';
import { isWithin } from './folders.ts';
import { withRoom } from './growing.ts';
import type { PatchTable } from './patch-table.ts';
import { View } from './view.ts';

/** What patches are narrowed down to; all conditions hold together. */
export interface PatchFilter {
  /** Words that all occur in the path, in any order and case. */
  readonly text: string;
  /** Any of these; none given means every label. */
  readonly labels: readonly string[];
  /** This folder and what lies below it; undefined means everywhere. */
  readonly folder: string | undefined;
  /** Further columns; one that is not there, or not of words, holds nobody back. */
  readonly columns: readonly ColumnFilter[];
}

/** Any of these words of a column; the empty one stands for patches that have none. */
export interface ColumnFilter {
  readonly column: string;
  readonly values: readonly string[];
}

export const NO_FILTER: PatchFilter = { text: '', labels: [], folder: undefined, columns: [] };

export function isFiltering({ text, labels, folder, columns }: PatchFilter): boolean {
  return text.trim() !== '' || labels.length > 0 || folder !== undefined || columns.length > 0;
}

/** The patches that pass a filter. */
export interface Matches {
  /** Ascending. */
  readonly ids: Uint32Array;
  /** The same as a set, which changes in place: of use as long as there are no newer matches. */
  readonly set: BitSet;
}

/** Follows what passes one filter. */
export class MatchesView extends View<Matches> {
  readonly #filter: PatchFilter;
  readonly #words: readonly string[];
  /** For each code of a label or folder 1 where it passes; longer as there are new words. */
  #labels: Uint8Array = new Uint8Array(0);
  #folders: Uint8Array = new Uint8Array(0);
  /** The same for further columns that are there. */
  #columns: { readonly column: CategoryColumn; readonly values: readonly string[]; passing: Uint8Array }[] = [];
  /** Those that pass, with room behind them for more: results are views of its beginning. */
  #ids = new Uint32Array(0);
  #set = bitSetOf(0, false);

  constructor(table: PatchTable, filter: PatchFilter) {
    super(table);
    this.#filter = filter;
    this.#words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  }

  protected build(): Matches {
    const { end } = this.table;
    this.#columns = this.#filter.columns.flatMap(({ column: name, values }) => {
      const column = this.table.column(name);
      return column?.kind === 'category' ? [{ column, values, passing: new Uint8Array(0) }] : [];
    });
    this.#takeNewWords();
    const set = bitSetOf(end, false);
    for (let id = 0; id < end; id++) if (this.#passes(id)) add(set, id);
    this.#set = set;
    return this.#listed();
  }

  protected follow({ ids, areAppended }: Changes, before: Matches): Matches {
    this.#takeNewWords();
    this.#set = withRoom(this.#set, wordsFor(this.table.end), allocate);
    const others = ids.filter((id) => this.#passes(id) !== has(this.#set, id));
    if (others.length === 0) return before;
    for (const id of others) {
      if (has(this.#set, id)) remove(this.#set, id);
      else add(this.#set, id);
    }
    return areAppended ? this.#appended(before, others) : this.#listed();
  }

  #listed(): Matches {
    const { end } = this.table;
    const [ids, set] = [new Uint32Array(end), this.#set];
    let found = 0;
    for (let id = 0; id < end; id++) if (has(set, id)) ids[found++] = id;
    this.#ids = ids;
    return { ids: ids.subarray(0, found), set };
  }

  #appended({ ids: { length } }: Matches, further: Uint32Array): Matches {
    this.#ids = withRoom(this.#ids, length + further.length, allocate);
    this.#ids.set(further, length);
    return { ids: this.#ids.subarray(0, length + further.length), set: this.#set };
  }

  #passes(id: number): boolean {
    const { label, folder } = this.table;
    const path = this.table.lowerPathAt(id);
    if (path === undefined || !this.#labels[label.codeAt(id)] || !this.#folders[folder.codeAt(id)]) return false;
    // Asked of 300,000 patches at once: a plain loop, without a function for each.
    for (const { column, passing } of this.#columns) if (!passing[column.codeAt(id)]) return false;
    for (const word of this.#words) if (!path.includes(word)) return false;
    return true;
  }

  #takeNewWords(): void {
    const { label, folder } = this.table;
    const { labels, folder: wanted } = this.#filter;
    if (this.#labels.length !== label.words.length) {
      this.#labels = label.passing((word) => labels.length === 0 || labels.includes(word));
    }
    if (this.#folders.length !== folder.words.length) {
      this.#folders = folder.passing((word) => wanted === undefined || isWithin(word, wanted));
    }
    for (const each of this.#columns) {
      if (each.passing.length === each.column.words.length) continue;
      each.passing = each.column.passing((word) => each.values.includes(word));
      each.passing[NO_CODE] = Number(each.values.includes(''));
    }
  }
}

function allocate(length: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(length);
}
