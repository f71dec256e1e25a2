import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Collector, NearestHeap, NearestOfEachGroup, type Neighbour } from './nearest.ts';

function sortAll(neighbours: readonly Neighbour[]): Neighbour[] {
  return neighbours.toSorted((a, b) => a.distance - b.distance || a.id - b.id);
}

/** Few distances, so that most of them tie; ids up to the largest allowed. */
const crowds = fc.uniqueArray(fc.record({ id: fc.nat(2 ** 28 - 1), distance: fc.nat(6) }), {
  selector: ({ id }) => id,
  maxLength: 60,
});

describe('NearestHeap', () => {
  it('keeps what sorting everything by distance, then id, would keep', () => {
    fc.assert(
      fc.property(crowds, fc.nat(70), (crowd, n) => {
        const heap = new NearestHeap(n);
        for (const { id, distance } of crowd) heap.offer(id, distance);
        expect(heap.ranked()).toEqual(sortAll(crowd).slice(0, n));
      }),
    );
  });

  it('is exact at the largest distance and id', () => {
    const heap = new NearestHeap(2);
    const farthest = { id: 2 ** 28 - 1, distance: 2 ** 25 - 1 };
    heap.offer(farthest.id, farthest.distance);
    heap.offer(farthest.id - 1, farthest.distance);
    expect(heap.ranked()).toEqual([{ ...farthest, id: farthest.id - 1 }, farthest]);
  });

  it('says beforehand whether it wants a neighbour', () => {
    const heap = new NearestHeap(1);
    expect(heap.wants(7, 100)).toBe(true);
    heap.offer(7, 100);
    expect(heap.wants(8, 100)).toBe(false);
    expect(heap.wants(6, 100)).toBe(true);
  });
});

describe('NearestOfEachGroup', () => {
  const groupOf = (id: number) => id % 5;

  it('keeps what sorting everything and passing over known groups would keep', () => {
    fc.assert(
      fc.property(crowds, fc.nat(7), (crowd, n) => {
        const groups = new NearestOfEachGroup(n, groupOf);
        for (const { id, distance } of crowd) groups.offer(id, distance);
        const seen = new Set<number>();
        const first = sortAll(crowd).filter(({ id }) => !seen.has(groupOf(id)) && seen.add(groupOf(id)));
        expect(groups.ranked()).toEqual(first.slice(0, n));
      }),
    );
  });
});

describe.each<[string, (n: number) => Collector]>([
  ['NearestHeap', (n) => new NearestHeap(n)],
  ['NearestOfEachGroup', (n) => new NearestOfEachGroup(n, (id) => id % 5)],
])('the limit of %s', (_name, create) => {
  it('turns away nothing that would be kept, when ids ascend', () => {
    fc.assert(
      fc.property(crowds, fc.nat(8), (crowd, n) => {
        const everything = create(n);
        const limited = create(n);
        for (const { id, distance } of crowd.toSorted((a, b) => a.id - b.id)) {
          everything.offer(id, distance);
          if (distance < limited.limit) limited.offer(id, distance);
        }
        expect(limited.ranked()).toEqual(everything.ranked());
      }),
    );
  });
});
