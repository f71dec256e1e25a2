import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { drawQueries } from '../../evaluation/draw-queries.ts';
import { isReferenceFor, partition } from '../../evaluation/partition.ts';
import { createKernel } from '../hamming-kernel.ts';
import { comparePairs } from './compare-pairs.ts';
import { RowScanner } from './row-scanner.ts';

const never = new AbortController().signal;

interface Case {
  readonly rows: readonly Uint8Array[];
  readonly blockRows: number;
  readonly folds: number;
  /** Draws so many queries. */
  readonly queries: number;
}

/** Rows of 2 x 2 bytes (two scanners of two bytes each), so that ties are many. */
const cases: fc.Arbitrary<Case> = fc.record({
  rows: fc.array(fc.uint8Array({ minLength: 4, maxLength: 4, max: 3 }), { minLength: 1, maxLength: 30 }),
  blockRows: fc.integer({ min: 1, max: 12 }),
  folds: fc.integer({ min: 2, max: 4 }),
  queries: fc.integer({ min: 1, max: 30 }),
});

function compare(
  { rows, blockRows, folds, queries }: Case,
  keptApart: Int32Array,
  signal = never,
  onProgress = (_: number) => {},
) {
  const scanners = [0, 2].map((from) => {
    const scanner = new RowScanner(createKernel(), 2, rows.length, blockRows);
    for (const [at, row] of rows.entries()) scanner.put(at, row.subarray(from, from + 2));
    return scanner;
  });
  const samples = rows.map((_, at) => ({ path: `${at}`, label: 'a' }));
  const whole = partition(samples, { kind: 'folds', k: folds, seed: 3 });
  const divided = drawQueries(whole, samples, { queries, seed: 1 });
  const measures = [[0], [1], [0, 1]];
  const tables = comparePairs(
    { scanners, measures, partition: divided, keptApart, blockRows, depth: 3 },
    signal,
    onProgress,
  );
  return { divided, tables };
}

describe('comparePairs', () => {
  it('finds what sorting all distances finds, by each measure', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { rows } = given;
        const keptApart = Int32Array.from(rows.keys());
        const { divided, tables } = compare(given, keptApart);
        const parts = [
          (row: Uint8Array) => row.subarray(0, 2),
          (row: Uint8Array) => row.subarray(2),
          (row: Uint8Array) => row,
        ];
        for (const [measure, table] of (await tables).entries()) {
          const part = parts[measure] ?? ((row) => row);
          for (const [query, barcode] of rows.entries()) {
            const ranked = [...rows.keys()]
              .filter((row) => divided.queries.includes(query) && isReferenceFor(divided, query, row))
              .map((row) => ({ row, distance: hammingDistance(part(barcode), part(rows[row] as Uint8Array)) }))
              .sort((a, b) => a.distance - b.distance || a.row - b.row);
            expect(table.neighboursOf(query)).toEqual(ranked.slice(0, 3).map(({ row }) => row));
          }
        }
      }),
    );
  });

  const rows = Array.from({ length: 600 }, (_, at) => Uint8Array.of(at, at >> 8, at, 0));

  it('keeps patches apart that must not find each other', async () => {
    const { tables } = compare({ rows, blockRows: 50, folds: 3, queries: 600 }, new Int32Array(rows.length));
    expect((await tables)[0]?.neighboursOf(0)).toEqual([]);
  });

  it.each([600, 200])('tells how far it is with %i queries, and ends with the whole', async (queries) => {
    const shares: number[] = [];
    const keptApart = Int32Array.from(rows.keys());
    await compare({ rows, blockRows: 50, folds: 3, queries }, keptApart, never, (share) => shares.push(share)).tables;
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
