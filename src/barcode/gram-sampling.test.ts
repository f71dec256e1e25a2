import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptGramIndices, keptTriangleIndices, triangleCell } from './gram-sampling.ts';
import { ALL_LAYERS, gramEntries, keptEntries, LAYER_CHANNELS } from './profile.ts';

const layers = fc.constantFrom(...ALL_LAYERS);
const samplings = fc.oneof(fc.constant('full' as const), fc.integer({ min: 1, max: 4096 }));

describe('triangleCell', () => {
  it('reads the triangle row by row', () => {
    expect([0, 1, 2, 3, 4, 5].map(triangleCell)).toEqual([
      { row: 0, column: 0 },
      { row: 1, column: 0 },
      { row: 1, column: 1 },
      { row: 2, column: 0 },
      { row: 2, column: 1 },
      { row: 2, column: 2 },
    ]);
  });

  it('finds the row that an index lies in', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 51 }), (index) => {
        const cell = triangleCell(index);
        expect(cell.column).toBeGreaterThanOrEqual(0);
        expect(cell.column).toBeLessThanOrEqual(cell.row);
        expect((cell.row * (cell.row + 1)) / 2 + cell.column).toBe(index);
      }),
    );
  });
});

describe('keptTriangleIndices', () => {
  it('keeps evenly spaced, ascending, distinct entries that start with the first', () => {
    fc.assert(
      fc.property(layers, samplings, (layer, sampling) => {
        const kept = keptTriangleIndices(layer, sampling);
        const gaps = [...kept.subarray(1)].map((index, j) => index - (kept[j] ?? 0));
        expect(kept.length).toBe(keptEntries(layer, sampling));
        expect(kept[0]).toBe(0);
        expect(kept.at(-1)).toBeLessThan(gramEntries(layer));
        const spacing = gramEntries(layer) / kept.length;
        expect(gaps.every((gap) => gap === Math.floor(spacing) || gap === Math.ceil(spacing))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps all entries of a layer that has fewer than asked for', () => {
    expect([...keptTriangleIndices(1, 5000)]).toEqual([...Array(2080).keys()]);
  });
});

describe('keptGramIndices', () => {
  it('walks the lower triangle of the full matrix', () => {
    const channels = LAYER_CHANNELS[1];
    const expected: number[] = [];
    for (let row = 0; row < channels; row++) {
      for (let column = 0; column <= row; column++) expected.push(row * channels + column);
    }
    expect([...keptGramIndices(1, 'full')]).toEqual(expected);
  });

  it('takes the sampled entries out of the full walk', () => {
    const full = keptGramIndices(2, 'full');
    expect([...keptGramIndices(2, 2048)]).toEqual([...keptTriangleIndices(2, 2048)].map((index) => full[index]));
  });
});
