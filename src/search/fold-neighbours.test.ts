import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Neighbour } from '../barcode/nearest.ts';
import { nearestFolded, type Place } from './fold-neighbours.ts';

/** Patches of 10 x 10 pixels in a row of a grid, by id. */
function inGrid(columns: number, slide = 'a.svs') {
  return (id: number): Place => {
    return { slide, area: { x: (id % columns) * 10, y: Math.floor(id / columns) * 10, width: 10, height: 10 } };
  };
}

const ids = (neighbours: readonly Neighbour[]) => neighbours.map(({ id }) => id);

function rankedAs(...order: number[]) {
  return async (count: number) => order.slice(0, count).map((id, distance) => ({ id, distance }));
}

describe('folding neighbours', () => {
  it('leaves out those beside and at the corners of a better hit, not those further away', async () => {
    // A grid of 5 x 5: 12 is the middle, 0 to 4 the first row.
    const all = [12, ...Array.from({ length: 25 }, (_, id) => id).filter((id) => id !== 12)];
    const found = await nearestFolded(25, rankedAs(...all), inGrid(5));
    expect(ids(found)).toEqual([12, 0, 2, 4, 10, 14, 20, 22, 24]);
  });

  it('keeps neighbours of what was itself left out', async () => {
    expect(ids(await nearestFolded(3, rankedAs(0, 1, 2), inGrid(3)))).toEqual([0, 2]);
  });

  it('keeps what lies at the same place of another slide, and patches that lie nowhere', async () => {
    const places = [inGrid(4, 'a.svs')(0), inGrid(4, 'b.svs')(0), undefined, undefined, inGrid(4, 'a.svs')(1)];
    expect(ids(await nearestFolded(9, rankedAs(0, 1, 2, 3, 4), (id) => places[id]))).toEqual([0, 1, 2, 3]);
  });

  it('gives the first of all patches folded, however they lie', async () => {
    const area = fc.record({ x: fc.nat(60), y: fc.nat(60), width: fc.constant(20), height: fc.constant(20) });
    const place = fc.record({ slide: fc.constantFrom('a', 'b'), area });
    const cases = fc.record({ places: fc.array(place, { maxLength: 120 }), n: fc.integer({ min: 1, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ places, n }) => {
        const nearest = rankedAs(...places.keys());
        const all = await nearestFolded(places.length, nearest, (id) => places[id]);
        const first = await nearestFolded(n, nearest, (id) => places[id]);
        expect(first).toEqual(all.slice(0, n));
      }),
    );
  });
});
