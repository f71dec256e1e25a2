import { expect, it } from 'vitest';
import { duplicateEffect, findDuplicates } from './duplicates.ts';

it('finds patches with the same pixels, their labels, and whether one can be retrieved for another', () => {
  const hashes = ['x', 'y', 'x', 'z', 'y', 'x'];
  const labels = ['tumour', 'fat', 'stroma', 'fat', 'fat', 'tumour'];
  const acrossHalves = (q: number, r: number) => q < 3 !== r < 3;
  expect(findDuplicates(hashes, labels, acrossHalves)).toEqual([
    { members: [0, 2, 5], labels: ['stroma', 'tumour'], acrossFolds: true },
    { members: [1, 4], labels: ['fat'], acrossFolds: true },
  ]);
  expect(findDuplicates(hashes, labels, () => false).map(({ acrossFolds }) => acrossFolds)).toEqual([false, false]);
});

it('finds none where all differ', () => {
  expect(findDuplicates(['x', 'y'], ['a', 'a'], () => true)).toEqual([]);
});

it('say what the figures would be without identical images, by voting again', () => {
  // 0 and 1 are twins with different labels: 0 is wrong because of it, 2 is not concerned.
  const duplicates = [{ members: [0, 1], labels: ['a', 'b'], acrossFolds: true }];
  const labels = ['a', 'b', 'a', 'a'];
  const queries = [
    { at: 0, retrieved: [1, 2, 3] },
    { at: 2, retrieved: [0, 1, 3] },
  ];
  expect(duplicateEffect(duplicates, queries, labels, 1, 10)).toEqual({ queries: 1, right: 1, rightWithout: 2 });
  // Three hits were kept, two are left: who would come fourth is not known.
  expect(duplicateEffect(duplicates, queries, labels, 3, 3)).toBeUndefined();
});
