import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NearestTable } from './nearest-table.ts';

it('keeps the nearest by distance, then id, in whatever order they come', () => {
  const distances = fc.array(fc.nat(5), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(distances, fc.integer({ min: 1, max: 5 }), fc.func(fc.double({ noNaN: true })), (all, depth, order) => {
      const table = new NearestTable(all.length, depth, [0]);
      const ids = [...all.keys()].sort((a, b) => order(a) - order(b));
      for (const id of ids) table.offer(0, id, all[id] ?? 0);
      const sorted = [...all.keys()].sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0) || a - b);
      expect(table.neighboursOf(0)).toEqual(sorted.slice(0, depth));
    }),
  );
});

it('keeps queries apart, and is exact up to 31 bits of distance', () => {
  const table = new NearestTable(100_000, 2, [0, 1]);
  table.offer(1, 99_999, 2 ** 31 - 1);
  table.offer(1, 99_998, 2 ** 31 - 1);
  expect(table.neighboursOf(1)).toEqual([99_998, 99_999]);
  expect(table.neighboursOf(0)).toEqual([]);
});

it('keeps neighbours of its queries alone, whose ids may lie anywhere', () => {
  const table = new NearestTable(10, 2, [3, 7]);
  for (const query of [3, 7]) for (const id of [0, 1, 2]) table.offer(query, id, query + id);
  expect(table.hitsOf(3).map(({ distance }) => distance)).toEqual([3, 4]);
  expect(table.hitsOf(7).map(({ distance }) => distance)).toEqual([7, 8]);
  expect(table.hitsOf(0)).toEqual([]);
  // Not even a distance of 0 is worth an offer.
  expect([...table.limits].filter((limit) => limit < 0)).toHaveLength(8);
});
