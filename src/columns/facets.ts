import type { Facet } from '../base/facet.ts';
import type { CategoryColumn } from './category-column.ts';
import { selfAndAncestors } from './folders.ts';
import { naturalOrder } from './natural-order.ts';
import { RankedWords } from './ranked-words.ts';
import { View } from './view.ts';

export interface Facets {
  /** Those that any patch has, in natural order; the empty label, which is the absence of one, comes first. */
  readonly labels: readonly Facet[];
  /** Every folder down to MOST_LEVELS, in natural order; a folder counts what lies below it too. */
  readonly folders: readonly Facet[];
}

/** What a collection can be filtered by. Costs what there are of labels and folders, not of patches. */
export class FacetsView extends View<Facets> {
  readonly #labels = new WordTotals(this.table.label, (label) => [label]);
  readonly #folders = new WordTotals(this.table.folder, selfAndAncestors);

  protected build(): Facets {
    return { labels: this.#labels.facets(), folders: this.#folders.facets() };
  }

  protected follow(): Facets {
    return this.build();
  }
}

/** The words that patches have in a column, in natural order, and before them the empty one for those that have none. */
export function facetsOf(column: CategoryColumn, patches: number): Facet[] {
  const known = column.words.flatMap((value, code): Facet[] => {
    const count = column.countOf(code);
    return value !== undefined && count > 0 ? [{ value, count }] : [];
  });
  const without = known.reduce((rest, { count }) => rest - count, patches);
  known.sort((a, b) => naturalOrder(a.value, b.value));
  return without > 0 ? [{ value: '', count: without }, ...known] : known;
}

/** How many patches count for each of the values that a column's words stand for. */
class WordTotals {
  readonly #column: CategoryColumn;
  readonly #valuesOf: (word: string) => readonly string[];
  readonly #values = new RankedWords();
  readonly #numberOf = new Map<string, number>();
  /** For each code of the column the numbers of the values that its patches count for. */
  readonly #numbers: (readonly number[])[] = [];

  constructor(column: CategoryColumn, valuesOf: (word: string) => readonly string[]) {
    this.#column = column;
    this.#valuesOf = valuesOf;
  }

  /** Those that any patch counts for. */
  facets(): Facet[] {
    this.#takeNewWords();
    const totals = new Uint32Array(this.#values.size);
    for (const [code, numbers] of this.#numbers.entries()) {
      const count = this.#column.countOf(code);
      for (const number of numbers) totals[number] = (totals[number] ?? 0) + count;
    }
    return this.#values.order.flatMap((number) => {
      const count = totals[number] ?? 0;
      return count > 0 ? [{ value: this.#values.wordOf(number), count }] : [];
    });
  }

  #takeNewWords(): void {
    const words = this.#column.words.slice(this.#numbers.length);
    const values = words.map((word) => (word === undefined ? [] : this.#valuesOf(word)));
    const fresh = [...new Set(values.flat())].filter((value) => !this.#numberOf.has(value));
    for (const [at, value] of fresh.entries()) this.#numberOf.set(value, this.#values.size + at);
    this.#values.add(fresh);
    for (const each of values) this.#numbers.push(each.map((value) => this.#numberOf.get(value) ?? 0));
  }
}
