import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NearestTable } from './nearest-table.ts';

it('keeps the nearest by distance, then id, in whatever order they come', () => {
  const distances = fc.array(fc.nat(5), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(distances, fc.integer({ min: 1, max: 5 }), fc.func(fc.double({ noNaN: true })), (all, depth, order) => {
      const table = new NearestTable(all.length, depth);
      const ids = [...all.keys()].sort((a, b) => order(a) - order(b));
      for (const id of ids) table.offer(0, id, all[id] ?? 0);
      const sorted = [...all.keys()].sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0) || a - b);
      expect(table.neighboursOf(0)).toEqual(sorted.slice(0, depth));
    }),
  );
});

it('keeps queries apart, and is exact up to 31 bits of distance', () => {
  const table = new NearestTable(100_000, 2);
  table.offer(1, 99_999, 2 ** 31 - 1);
  table.offer(1, 99_998, 2 ** 31 - 1);
  expect(table.neighboursOf(1)).toEqual([99_998, 99_999]);
  expect(table.neighboursOf(0)).toEqual([]);
});
