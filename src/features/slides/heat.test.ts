import { describe, expect, it } from 'vitest';
import { cividisBytes } from '../../evaluation/cividis.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import {
  bandsOf,
  heatOf as heatOfIds,
  heatPixels,
  marksWithRoom,
  nearestPlaces,
  placeOnScale,
  rangeOfCollection,
  rangeOfSlide,
} from './heat.ts';
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

describe('the range of a collection', () => {
  const scale: DistanceScale = {
    pairKind: 'across-sources',
    patches: 101,
    pairs: Float64Array.from({ length: 101 }, (_, at) => 100 + at),
    nearest: Float64Array.from({ length: 101 }, (_, at) => 20 + at),
    varieties: new Float64Array(0),
    agreement: [],
    votes: [],
  };

  it('runs from half of its pairs to the nearest that its patches have, whatever slide is seen', () => {
    const range = rangeOfCollection(scale, 1000);
    expect(range).toEqual({ least: 0.85, most: 0.979 });
    // One patch of two slides, the best of the one and the worst of the other, has one colour.
    const colourOf = (distances: readonly number[]) =>
      [...heatPixels(lattice, heatOf(Float64Array.from(distances), 1000), range)].slice(0, 3);
    expect(colourOf([90, 140, 500])).toEqual(colourOf([90, 20, 30]));
  });

  it('has one colour for what lies beyond each of its ends', () => {
    const range = rangeOfCollection(scale, 1000);
    expect([0, 0.5, 0.85, 0.979, 1].map((share) => placeOnScale(range, share))).toEqual([0, 0, 0, 1, 1]);
    const heat = heatOf(Float64Array.of(0, 500, 900), 1000);
    expect(bandsOf(heat, range).map(({ count }) => count)).toEqual([1, 0, 0, 0, 2]);
  });
});

describe('a heat map stretched to its slide', () => {
  it('has its range from the least alike to the most alike that is not the query', () => {
    const heat = heatOf(Float64Array.of(0, 20, 40), 100);
    expect([...heat.shares]).toEqual([1, 0.8, 0.6]);
    expect(rangeOfSlide(heat)).toEqual({ least: 0.6, most: 0.8 });
    expect([0.6, 0.7, 0.8, 1].map((share) => placeOnScale(rangeOfSlide(heat), share))).toEqual([
      0,
      expect.closeTo(0.5),
      1,
      1,
    ]);
  });

  it('has one colour when all patches are equally alike', () => {
    expect(placeOnScale(rangeOfSlide(heatOf(Float64Array.of(30, 30), 100)), 0.7)).toBe(1);
    expect(placeOnScale(rangeOfSlide(heatOf(Float64Array.of(0, 0), 100)), 1)).toBe(1);
  });

  it('colours the cell of each patch and no other', () => {
    const heat = heatOf(Float64Array.of(0, 20, 40), 100);
    const pixels = heatPixels(lattice, heat, rangeOfSlide(heat));
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
    expect(Array.from(heatPixels(lattice, heat, rangeOfSlide(heat)).subarray(8, 12))).toEqual([0, 0, 0, 0]);
    expect(rangeOfSlide(heat)).toEqual({ least: 0.6, most: 0.8 });
    expect(heat.count).toBe(2);
    expect(bandsOf(heat, rangeOfSlide(heat)).reduce((sum, { count }) => sum + count, 0)).toBe(2);
    expect(nearestPlaces(lattice, heat, 5).map(({ patchId }) => patchId)).toEqual([7, 9]);
  });
});

describe('its table', () => {
  it('counts every patch once, most alike first', () => {
    const heat = heatOf(Float64Array.of(0, 10, 11, 35, 60, 60), 100);
    const bands = bandsOf(heat, rangeOfSlide(heat));
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

it('marks of the colour bar never lie over one another, nor beside it', () => {
  expect(marksWithRoom([0.3, 0.6, 0.9])).toEqual([0, 1, 2]);
  expect(marksWithRoom([0.35, 0.9, 0.97])).toEqual([0, 1]);
  expect(marksWithRoom([-0.2, 0.5, 1])).toEqual([1]);
});
