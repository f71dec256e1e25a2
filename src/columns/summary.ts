/** What many patches have in common: the words of a column among them. */
import type { Facet } from '../base/facet.ts';
import type { CategoryColumn } from './category-column.ts';

/** The words of some patches with how many have each, most first, then by the first patch; the empty word for none is left out. */
export function wordsAmong(column: CategoryColumn, ids: Iterable<number>): Facet[] {
  const counts = new Map<number, number>();
  for (const id of ids) {
    const code = column.codeAt(id);
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .flatMap(([code, count]) => {
      const value = column.words[code];
      return value ? [{ value, count }] : [];
    })
    .sort((a, b) => b.count - a.count);
}

/** Ids of the patches that have each word of a column, by its code; patches that are not there have none. */
export function membersOf(column: CategoryColumn, ids: Iterable<number>): Map<number, number[]> {
  const members = new Map<number, number[]>();
  for (const id of ids) {
    const code = column.codeAt(id);
    const own = members.get(code);
    if (own) own.push(id);
    else if (code !== 0) members.set(code, [id]);
  }
  return members;
}
