import { seededRandom } from '../../base/seeded-random.ts';
import { yieldToMessages } from '../../base/yield-to-messages.ts';
import eigenModule from './eigen.as.ts?wasm';
import { instantiate, type Numbers, Places } from './lens-kernel.ts';

/** What eigen.as.ts exports. */
type EigenFunctions = Readonly<
  Record<'tridiagonalise' | 'findEigenvalues' | 'findEigenvectors' | 'transformBack', Numbers>
>;

export interface Eigenvectors {
  /** Descending. */
  readonly values: Float64Array;
  /** One after another, `size` numbers each, of length 1. */
  readonly vectors: Float64Array;
}

/** Multiplications of one call into the kernel: some tens of milliseconds, after which messages are let in. */
const STRETCH = 5e7;

/**
 * The `wanted` largest eigenvalues of a symmetric matrix and their vectors, right to about 1e-12 of the largest eigenvalue.
 * Takes 4/3 size^3 multiplications.
 * @param writeRow Writes row `at` of the matrix from its diagonal on: column c at `row[c]`.
 * @param onProgress Told the share done, 0 to 1.
 * @throws AppError search-out-of-memory; the signal's reason when aborted.
 */
export async function topEigenvectors(
  size: number,
  wanted: number,
  writeRow: (row: Float64Array, at: number) => void,
  signal: AbortSignal,
  onProgress: (share: number) => void = () => {},
): Promise<Eigenvectors> {
  const rowBytes = Math.ceil((size + 1) / 2) * 16;
  const places = new Places();
  const matrix = places.take(size * rowBytes);
  const [diagonal = 0, beside = 0, factors = 0, pending = 0, product = 0, values = 0] = Array.from({ length: 6 }, () =>
    places.take(rowBytes),
  );
  const vectors = places.take(wanted * rowBytes);
  const work = places.take(5 * rowBytes);
  const { memory, run } = instantiate<EigenFunctions>(eigenModule, places.bytes);
  const numbers = (at: number, count: number) => new Float64Array(memory.buffer, at, count);
  for (let row = 0; row < size; row++) writeRow(numbers(matrix + row * rowBytes, size), row);
  // What is left after step k is a matrix of size - k, which the next step passes through once.
  for (let first = 0; first < size; ) {
    const steps = Math.max(1, Math.floor(STRETCH / (2 * (size - first) ** 2)));
    const end = Math.min(size, first + steps);
    run.tridiagonalise(matrix, size, rowBytes, diagonal, beside, factors, pending, product, first, end);
    first = end;
    await letIn(signal);
    onProgress(0.8 * (1 - (1 - first / size) ** 3));
  }
  run.findEigenvalues(diagonal, beside, size, wanted, values);
  const random = seededRandom(1);
  for (let rank = 0; rank < wanted; rank++) {
    const vector = numbers(vectors + rank * rowBytes, size);
    for (let at = 0; at < size; at++) vector[at] = random() - 0.5;
  }
  await inGroups(wanted, (first, end) => {
    run.findEigenvectors(diagonal, beside, size, rowBytes, values, vectors, work, first, end);
    return letIn(signal);
  });
  await inGroups(wanted, (first, end) => {
    run.transformBack(matrix, size, rowBytes, factors, vectors + first * rowBytes, end - first);
    onProgress(0.8 + (0.2 * end) / wanted);
    return letIn(signal);
  });
  const found = new Float64Array(wanted * size);
  for (let rank = 0; rank < wanted; rank++) found.set(numbers(vectors + rank * rowBytes, size), rank * size);
  return { values: numbers(values, wanted).slice(), vectors: found };
}

/** Vectors that stay in the processor's cache while the reflectors pass by. */
const GROUP = 16;

async function inGroups(count: number, work: (first: number, end: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < count; first += GROUP) await work(first, Math.min(count, first + GROUP));
}

async function letIn(signal: AbortSignal): Promise<void> {
  await yieldToMessages();
  signal.throwIfAborted();
}
