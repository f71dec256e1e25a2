import { expect, it } from 'vitest';
import { seededRandom } from '../../base/seeded-random.ts';
import { type Eigenvectors, topEigenvectors } from './top-eigenvectors.ts';

const NEVER = new AbortController().signal;

/** A symmetric matrix with these eigenvalues: Q diag(values) Q', Q a product of random reflections. */
function matrixWith(values: readonly number[], seed: number): Float64Array[] {
  const random = seededRandom(seed);
  const size = values.length;
  const rows = values.map((value, at) => new Float64Array(size).fill(0).with(at, value));
  for (let turn = 0; turn < 3; turn++) {
    const v = Float64Array.from({ length: size }, () => random() - 0.5);
    const norm = v.reduce((sum, each) => sum + each * each, 0);
    const reflect = (row: Float64Array) => {
      const along = (2 * row.reduce((sum, each, at) => sum + each * (v[at] ?? 0), 0)) / norm;
      for (const [at, each] of v.entries()) row[at] = (row[at] ?? 0) - along * each;
    };
    for (const row of rows) reflect(row);
    for (let column = 0; column < size; column++) {
      const turned = Float64Array.from(rows, (row) => row[column] ?? 0);
      reflect(turned);
      for (const [at, row] of rows.entries()) row[column] = turned[at] ?? 0;
    }
  }
  return rows;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0);
}

function vectorsOf({ vectors, values }: Eigenvectors): Float64Array[] {
  const size = vectors.length / values.length;
  return Array.from(values, (_, rank) => vectors.subarray(rank * size, (rank + 1) * size));
}

it.each([
  ['apart', Array.from({ length: 40 }, (_, at) => 100 / (at + 1))],
  ['of an odd number', Array.from({ length: 41 }, (_, at) => 100 / (at + 1))],
  ['of which many are equal', Array.from({ length: 30 }, (_, at) => (at < 12 ? 5 : at < 20 ? 2 : 0))],
  ['nearly equal', Array.from({ length: 24 }, (_, at) => 3 - at * 1e-9)],
  ['of either sign', Array.from({ length: 25 }, (_, at) => 12 - at)],
  ['all 0', Array.from({ length: 7 }, () => 0)],
  ['a single one', [3]],
  ['two', [3, -1]],
])('finds eigenvalues and vectors, %s', async (_name, values) => {
  const rows = matrixWith(values, values.length);
  const wanted = Math.ceil(values.length / 2);
  const found = await topEigenvectors(values.length, wanted, (row, at) => row.set(rows[at] ?? []), NEVER);
  const sorted = values.toSorted((a, b) => b - a);
  const vectors = vectorsOf(found);
  for (const [rank, vector] of vectors.entries()) {
    expect(found.values[rank]).toBeCloseTo(sorted[rank] ?? Number.NaN, 9);
    for (const [at, row] of rows.entries()) {
      expect(dot(row, vector)).toBeCloseTo((sorted[rank] ?? 0) * (vector[at] ?? Number.NaN), 7);
    }
    for (const [other, another] of vectors.entries())
      expect(dot(vector, another)).toBeCloseTo(Number(other === rank), 9);
  }
});

it('stops when it is told to', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(topEigenvectors(5, 2, (row, at) => row.fill(0).fill(1, at, at + 1), controller.signal)).rejects.toThrow(
    'enough',
  );
});
