import { describe, expect, it } from 'vitest';
import { cividisBytes } from '../../evaluation/cividis.ts';
import { bandsOf, heatOf as heatOfIds, heatPixels, nearestPlaces, placeOnScale } from './heat.ts';
import { type Lattice, NO_PATCH } from './lattice.ts';

/** Patches 7, 8 and 9 of a slide, the last one in the second row. */
const lattice: Lattice = {
  side: 100,
  columns: 2,
  rows: 2,
  ids: Int32Array.of(7, NO_PATCH, 8, 9),
  indexed: Uint32Array.of(7, 8, 9),
  generation: 1,
};

/** The heat of the first patches of the lattice. */
function heatOf(distances: Float64Array, bits: number) {
  return heatOfIds(
    Uint32Array.from(distances, (_, at) => 7 + at),
    distances,
    bits,
  );
}

describe('a heat map', () => {
  it('has its scale from the least alike to the most alike that is not the query', () => {
    const heat = heatOf(Float64Array.of(0, 20, 40), 100);
    expect([...heat.shares]).toEqual([1, 0.8, 0.6]);
    expect([heat.least, heat.most]).toEqual([0.6, 0.8]);
    expect([0.6, 0.7, 0.8, 1].map((share) => placeOnScale(heat, share))).toEqual([0, expect.closeTo(0.5), 1, 1]);
  });

  it('has one colour when all patches are equally alike', () => {
    expect(placeOnScale(heatOf(Float64Array.of(30, 30), 100), 0.7)).toBe(1);
    expect(placeOnScale(heatOf(Float64Array.of(0, 0), 100), 1)).toBe(1);
  });

  it('colours the cell of each patch and no other', () => {
    const pixels = heatPixels(lattice, heatOf(Float64Array.of(0, 20, 40), 100));
    const cells = [0, 1, 2, 3].map((cell) => [...pixels.subarray(cell * 4, cell * 4 + 4)]);
    expect(cells).toEqual([
      [...cividisBytes(1), 255],
      [0, 0, 0, 0],
      [...cividisBytes(1), 255],
      [...cividisBytes(0), 255],
    ]);
  });
});

describe('a heat map of a slide with a damaged barcode', () => {
  const heat = heatOf(Float64Array.of(20, Number.NaN, 40), 100);

  it('leaves its cell out, and its scale and table do not know it', () => {
    expect(Array.from(heatPixels(lattice, heat).subarray(8, 12))).toEqual([0, 0, 0, 0]);
    expect([heat.least, heat.most, heat.count]).toEqual([0.6, 0.8, 2]);
    expect(bandsOf(heat).reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(nearestPlaces(lattice, heat, 5).map(({ patchId }) => patchId)).toEqual([7, 9]);
  });
});

describe('its table', () => {
  it('counts every patch once, most alike first', () => {
    const bands = bandsOf(heatOf(Float64Array.of(0, 10, 11, 35, 60, 60), 100));
    expect(bands.map(({ count }) => count)).toEqual([3, 0, 1, 0, 2]);
    expect(bands[0]).toEqual({ least: expect.closeTo(0.8), most: expect.closeTo(0.9), count: 3 });
    expect(bands.at(-1)).toEqual({ least: 0.4, most: expect.closeTo(0.5), count: 2 });
  });

  it('tells where the nearest lie', () => {
    expect(nearestPlaces(lattice, heatOf(Float64Array.of(40, 20, 20), 100), 2)).toEqual([
      { patchId: 8, share: 0.8, x: 0, y: 100 },
      { patchId: 9, share: 0.8, x: 100, y: 100 },
    ]);
  });
});
