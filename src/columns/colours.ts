import { facetsOf } from './facets.ts';
import type { Patches } from './patches.ts';

/** What patches are coloured by: the words of one column, each in its place. */
export interface Colours {
  /** Words in the order of their colours. */
  readonly words: readonly string[];
  /** The place of a patch's word; undefined for one that has none. */
  of(patchId: number): number | undefined;
}

/** @param column The name of a column of words; one that is not there colours nothing. */
export function coloursBy(patches: Patches, column: string): Colours {
  const found = patches.table.column(column);
  if (found?.kind !== 'category') return { words: [], of: () => undefined };
  // Labels have their colours from one order everywhere.
  if (column === 'label') {
    const { labelOrder, table } = patches;
    return { words: [...labelOrder.keys()], of: (id) => labelOrder.get(table.label.wordAt(id) ?? '') };
  }
  const words = facetsOf(found, 0).flatMap(({ value }) => (value === '' ? [] : [value]));
  const places = new Map(words.map((word, place) => [word, place]));
  return { words, of: (id) => places.get(found.wordAt(id) ?? '') };
}
