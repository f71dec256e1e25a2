import type { Vector3 } from '../../base/stains.ts';

export type Matrix3 = readonly [Vector3, Vector3, Vector3];

export interface EigenPair {
  readonly value: number;
  /** Of length 1. */
  readonly vector: Vector3;
}

/** Sweeps of three rotations that leave nothing of a 3 x 3 matrix's off-diagonal, with some to spare. */
const SWEEPS = 12;

/**
 * Eigenvalues and eigenvectors of a symmetric 3 x 3 matrix, largest value first, by Jacobi's rotations (1846): exact to
 * rounding, and the same in every browser.
 */
export function symmetricEigen(matrix: Matrix3): [EigenPair, EigenPair, EigenPair] {
  const a = matrix.map((row) => [...row]);
  const vectors = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    rotateAway(a, vectors, 0, 1);
    rotateAway(a, vectors, 0, 2);
    rotateAway(a, vectors, 1, 2);
  }
  const pairs = [0, 1, 2].map((column) => ({
    value: at(a, column, column),
    vector: [at(vectors, 0, column), at(vectors, 1, column), at(vectors, 2, column)] as const,
  }));
  return pairs.sort((one, other) => other.value - one.value) as [EigenPair, EigenPair, EigenPair];
}

/** Rotates rows and columns p and q of `a` so that its entry (p, q) becomes 0, and the columns of `vectors` along. */
function rotateAway(a: number[][], vectors: number[][], p: number, q: number): void {
  const off = at(a, p, q);
  if (off === 0) return;
  const theta = (at(a, q, q) - at(a, p, p)) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) rotate(row, p, q, cosine, sine);
  for (let column = 0; column < 3; column++) {
    const upper = at(a, p, column);
    const lower = at(a, q, column);
    put(a, p, column, cosine * upper - sine * lower);
    put(a, q, column, sine * upper + cosine * lower);
  }
  for (const row of vectors) rotate(row, p, q, cosine, sine);
}

function rotate(row: number[], p: number, q: number, cosine: number, sine: number): void {
  const left = row[p] as number;
  const right = row[q] as number;
  row[p] = cosine * left - sine * right;
  row[q] = sine * left + cosine * right;
}

function at(matrix: readonly (readonly number[])[], row: number, column: number): number {
  return matrix[row]?.[column] as number;
}

function put(matrix: number[][], row: number, column: number, value: number): void {
  (matrix[row] as number[])[column] = value;
}
