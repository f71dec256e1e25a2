import { expect, it } from 'vitest';
import { CategoryColumn } from './category-column.ts';
import { coloursBy } from './colours.ts';
import { filePatch, follow, tableOf } from './testing/table-of.ts';

it('gives the words of any column their places, labels those that they have everywhere', () => {
  const table = tableOf(['b', 'a', '', 'a'].map((label, id) => filePatch(id, `${id}.png`, label)));
  table.join('grade', CategoryColumn.of([undefined, 'grade 10', 'grade 2'], Uint32Array.of(1, 2, 0, 2)));
  const patches = follow(table).now();
  const labels = coloursBy(patches, 'label');
  expect(labels.words).toEqual(['a', 'b']);
  expect([0, 1, 2, 3].map((id) => labels.of(id))).toEqual([1, 0, undefined, 0]);
  const grades = coloursBy(patches, 'grade');
  expect(grades.words).toEqual(['grade 2', 'grade 10']);
  expect([0, 1, 2, 3].map((id) => grades.of(id))).toEqual([1, 0, undefined, 0]);
  expect(coloursBy(patches, 'not there').of(0)).toBeUndefined();
});
