import { groupBy } from '../../evaluation/group-by.ts';
import { MOST_DIRECTIONS } from './lens.ts';
import { topEigenvectors } from './top-eigenvectors.ts';

/** How much of the scatter within labels is taken to be the same in all components: few patches say little of it. */
const SHRINKAGE = 0.05;

/** Directions in which the labels' means differ less than this share of the first one's are none. */
const LEAST_STRENGTH = 1e-10;

/** Labels whose patches are all equal have no scatter; it is taken to be this share of the first component's variance. */
const LEAST_SCATTER = 1e-9;

/** Patches by their principal components, which are centred. */
export interface Components {
  /** Patches. */
  readonly size: number;
  /** Of each patch, from 0 up; numbers that no patch has are no labels. */
  readonly labels: ArrayLike<number>;
  readonly component: (rank: number, at: number) => number;
  /** The sum of a component's squares over all patches, by rank. */
  readonly variances: Float64Array;
  readonly signal: AbortSignal;
}

/**
 * The directions in which the labels' means lie apart, measured by the scatter within labels: Fisher's discriminants, with the
 * scatter shrunk towards that of a ball.
 * @returns At most as many as there are labels less one, the strongest first: a number a component, scaled so that the scatter
 * along each is 1.
 */
export async function directionsOf(components: Components): Promise<Float64Array[]> {
  const { size, labels, component, variances, signal } = components;
  const rank = variances.length;
  const byLabel = groupBy(
    Array.from({ length: size }, (_, at) => at),
    (at) => labels[at] ?? 0,
  );
  const members = [...byLabel].sort(([a], [b]) => a - b).map(([, own]) => own);
  const means = members.map((own) =>
    Float64Array.from(
      { length: rank },
      (_, at) => own.reduce((sum, patch) => sum + component(at, patch), 0) / own.length,
    ),
  );
  const scatter = shrunkScatter(
    variances,
    means,
    members.map(({ length }) => length),
    size,
  );
  const lower = choleskyOf(scatter, (LEAST_SCATTER * (variances[0] ?? 0)) / size);
  const mean = Float64Array.from({ length: rank }, (_, at) => meanOf(means.map((each) => each[at] ?? 0)));
  const whitened = means.map((each) =>
    solveLower(
      lower,
      each.map((value, at) => value - (mean[at] ?? 0)),
    ),
  );
  const wanted = Math.min(members.length - 1, rank, MOST_DIRECTIONS);
  if (wanted < 1) return [];
  const gram = (row: Float64Array, at: number) => {
    for (let other = at; other < row.length; other++) row[other] = dot(whitened[at], whitened[other]);
  };
  const { values, vectors } = await topEigenvectors(members.length, wanted, gram, signal);
  const strongest = values[0] ?? 0;
  const kept = [...values.keys()].filter((at) => (values[at] ?? 0) > LEAST_STRENGTH * strongest);
  return kept.map((at) => {
    const direction = new Float64Array(rank);
    for (const [label, vector] of whitened.entries()) {
      const weight = (vectors[at * members.length + label] ?? 0) / Math.sqrt(values[at] ?? 1);
      for (let place = 0; place < rank; place++)
        direction[place] = (direction[place] ?? 0) + weight * (vector[place] ?? 0);
    }
    return solveUpper(lower, direction);
  });
}

/** The mean square deviation from the labels' means, by rows: all of it less what lies between the labels. */
function shrunkScatter(
  variances: Float64Array,
  means: readonly Float64Array[],
  counts: readonly number[],
  size: number,
): Float64Array[] {
  const rank = variances.length;
  const rows = Array.from({ length: rank }, (_, row) => new Float64Array(rank).fill(variances[row] ?? 0, row, row + 1));
  for (const [label, mean] of means.entries()) {
    const count = counts[label] ?? 0;
    for (const [at, row] of rows.entries()) {
      const factor = count * (mean[at] ?? 0);
      for (let column = 0; column <= at; column++) row[column] = (row[column] ?? 0) - factor * (mean[column] ?? 0);
    }
  }
  const trace = rows.reduce((sum, row, at) => sum + (row[at] ?? 0), 0);
  for (const [at, row] of rows.entries()) {
    for (let column = 0; column <= at; column++) row[column] = ((row[column] ?? 0) * (1 - SHRINKAGE)) / size;
    row[at] = (row[at] ?? 0) + (SHRINKAGE * trace) / (rank * size);
  }
  return rows;
}

/** The lower triangle L of L L' = the matrix, by rows; of the matrix the lower triangle is read. Pivots are at least `least`. */
function choleskyOf(matrix: readonly Float64Array[], least: number): Float64Array[] {
  const lower = matrix.map(() => new Float64Array(matrix.length));
  for (const [at, row] of lower.entries()) {
    for (let column = 0; column <= at; column++) {
      const other = lower[column] ?? row;
      let rest = matrix[at]?.[column] ?? 0;
      for (let k = 0; k < column; k++) rest -= (row[k] ?? 0) * (other[k] ?? 0);
      row[column] = at === column ? Math.sqrt(Math.max(rest, least)) : rest / (other[column] ?? 1);
    }
  }
  return lower;
}

/** x of L x = b. */
function solveLower(lower: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = new Float64Array(b.length);
  for (const [at, row] of lower.entries()) {
    let rest = b[at] ?? 0;
    for (let k = 0; k < at; k++) rest -= (row[k] ?? 0) * (x[k] ?? 0);
    x[at] = rest / (row[at] ?? 1);
  }
  return x;
}

/** x of L' x = b. */
function solveUpper(lower: readonly Float64Array[], b: Float64Array): Float64Array {
  const x = Float64Array.from(b);
  for (let at = x.length - 1; at >= 0; at--) {
    const row = lower[at] ?? x;
    const solved = (x[at] ?? 0) / (row[at] ?? 1);
    x[at] = solved;
    for (let k = 0; k < at; k++) x[k] = (x[k] ?? 0) - (row[k] ?? 0) * solved;
  }
  return x;
}

function dot(a: Float64Array | undefined, b: Float64Array | undefined): number {
  return a?.reduce((sum, each, at) => sum + each * (b?.[at] ?? 0), 0) ?? 0;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
