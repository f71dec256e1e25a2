import { expect, it } from 'vitest';
import { CategoryColumn } from '../../columns/category-column.ts';
import { filePatch, tableOf } from '../../columns/testing/table-of.ts';
import { labelsDigest } from './labels-digest.ts';

const FILE = { kind: 'file' } as const;
const digestOf = (...labels: string[]) =>
  labelsDigest(tableOf(labels.map((label, id) => filePatch(id, `${id}.png`, label))), FILE);

it('is another one when labels change, change places, come or go', () => {
  const digests = [digestOf('a', 'b'), digestOf('b', 'a'), digestOf('a', 'a'), digestOf('a'), digestOf('a', 'b', '')];
  expect(new Set(digests).size).toBe(digests.length);
});

it('is the same whatever ids patches have and in which order labels came up, as after an import', () => {
  const renumbered = tableOf([filePatch(3, '3.png', 'b'), filePatch(1, '1.png', 'a')]);
  expect(labelsDigest(renumbered, FILE)).toBe(digestOf('a', 'b'));
  renumbered.remove([1]);
  expect(labelsDigest(renumbered, FILE)).toBe(digestOf('b'));
});

it('is that of a column where it is to be, and none while that is not there', () => {
  const table = tableOf([filePatch(0, 'a.png', 'x')]);
  expect(labelsDigest(table, FILE, 'grade')).toBeUndefined();
  table.join('grade', CategoryColumn.of([undefined, 'x'], Uint32Array.of(1)));
  const digest = labelsDigest(table, FILE, 'grade');
  expect(digest).not.toBe(labelsDigest(table, FILE));
  table.join('grade', CategoryColumn.of([undefined, 'y'], Uint32Array.of(1)));
  expect(labelsDigest(table, FILE, 'grade')).not.toBe(digest);
});

it('is another one when other patches count as one source', () => {
  const table = tableOf([filePatch(0, 'a.png', 'x')]);
  expect(labelsDigest(table, { kind: 'folder' })).not.toBe(labelsDigest(table, FILE));
});
