import { expect, it } from 'vitest';
import { findDuplicates } from './duplicates.ts';

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
