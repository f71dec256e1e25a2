import { createKernel, PAGE_BYTES } from '../hamming-kernel.ts';
import { directionsOf } from './directions.ts';
import type { Lens } from './lens.ts';
import { Places } from './lens-kernel.ts';
import { createProjectKernel } from './project-kernel.ts';
import { topEigenvectors } from './top-eigenvectors.ts';

/** Principal components that the directions are looked for in. */
const MOST_COMPONENTS = 256;

/** No more components than a third of the patches: from so few, more could not be told from chance. */
const PATCHES_A_COMPONENT = 3;

/** A component's variance is never taken for less than this share of the first one's. */
const LEAST_VARIANCE = 1e-6;

export interface Labelled {
  /** Packed, one after another. */
  readonly barcodes: Uint8Array;
  readonly bits: number;
  /** The label of each barcode, numbered from 0. */
  readonly labels: ArrayLike<number>;
}

/**
 * Linear discriminants of barcodes, by the kernel trick: the kernel matrix of centred barcodes follows from their Hamming
 * distances, its eigenvectors V and eigenvalues w give their principal components X = V sqrt(w), the discriminants T are worked
 * out there, and T' diag(1 / sqrt(w)) V' C, C the centred barcodes, takes them back to bits (Mika et al., Fisher discriminant
 * analysis with kernels, NNSP 1999).
 *
 * @param labelled At most some 2,000 barcodes: see `chooseAnchors`.
 * @param onProgress Told the share done, 0 to 1.
 * @returns Undefined where there is nothing that tells the labels apart: one label, fewer than three barcodes, or all equal.
 * @throws AppError search-out-of-memory; the signal's reason when aborted.
 */
export async function fitLens(
  labelled: Labelled,
  signal: AbortSignal,
  onProgress: (share: number) => void = () => {},
): Promise<Lens | undefined> {
  const { labels, bits } = labelled;
  const size = labels.length;
  const wanted = Math.min(MOST_COMPONENTS, Math.floor(size / PATCHES_A_COMPONENT));
  if (wanted === 0) return undefined;
  const writeRow = centredKernel(labelled);
  if (!writeRow) return undefined;
  const { values, vectors } = await topEigenvectors(size, wanted, writeRow, signal, (share) => onProgress(0.9 * share));
  const least = LEAST_VARIANCE * (values[0] ?? 0);
  const roots = values.map((value) => Math.sqrt(Math.max(value, least)));
  const found = await directionsOf({
    size,
    labels,
    /** The component of patch `at` along eigenvector `rank`, by patch. */
    component: (rank, at) => ((vectors[rank * size + at] ?? 0) * Math.max(0, values[rank] ?? 0)) / (roots[rank] ?? 1),
    variances: values.map((value, rank) => (Math.max(0, value) / (roots[rank] ?? 1)) ** 2),
    signal,
  });
  if (found.length === 0) return undefined;
  const weights = found.map((direction) => {
    const ofPatch = new Float64Array(size);
    for (let rank = 0; rank < wanted; rank++) {
      const factor = (direction[rank] ?? 0) / (roots[rank] ?? 1);
      for (let at = 0; at < size; at++) ofPatch[at] = (ofPatch[at] ?? 0) + factor * (vectors[rank * size + at] ?? 0);
    }
    return ofPatch;
  });
  const lens = toBits(weights, labelled, bits);
  onProgress(1);
  return lens;
}

/**
 * The dot products of the barcodes, bits as -1 and 1, each less the mean of all.
 * @returns What writes a row of them, from its diagonal on; undefined where all barcodes are equal.
 */
function centredKernel({ barcodes, labels }: Labelled): ((row: Float64Array, at: number) => void) | undefined {
  const size = labels.length;
  const bytes = barcodes.length / size;
  const rowBytes = Math.ceil(bytes / 16) * 16;
  const { memory, scan } = createKernel();
  const distancesAt = rowBytes * size;
  memory.grow(Math.ceil((distancesAt + size * 4) / PAGE_BYTES));
  for (let at = 0; at < size; at++) {
    new Uint8Array(memory.buffer, at * rowBytes).set(barcodes.subarray(at * bytes, (at + 1) * bytes));
  }
  const distances = new Uint32Array(memory.buffer, distancesAt, size);
  const measure = (at: number) => scan(at * rowBytes, rowBytes, size - at, at * rowBytes, distancesAt);
  const means = new Float64Array(size);
  /** Row by row from the diagonal on. */
  const kept = new Uint32Array((size * (size + 1)) / 2);
  const keptAt = (at: number) => at * size - (at * (at - 1)) / 2;
  for (let at = 0; at < size; at++) {
    measure(at);
    kept.set(distances.subarray(0, size - at), keptAt(at));
    for (let other = at + 1; other < size; other++) {
      const distance = distances[other - at] ?? 0;
      means[at] = (means[at] ?? 0) + distance / size;
      means[other] = (means[other] ?? 0) + distance / size;
    }
  }
  const mean = means.reduce((sum, each) => sum + each / size, 0);
  if (mean === 0) return undefined;
  return (row, at) => {
    const own = kept.subarray(keptAt(at), keptAt(at + 1));
    // A dot product is the bits less twice those that differ; what is the same everywhere goes with the means.
    const shift = (means[at] ?? 0) - mean;
    for (let other = at; other < size; other++) {
      row[other] = -2 * ((own[other - at] ?? 0) - shift - (means[other] ?? 0));
    }
  };
}

/** Directions that a kernel sums at once. */
const GROUP = 8;

/** @param weights Of each patch in each direction. */
function toBits(weights: readonly Float64Array[], { barcodes, labels }: Labelled, bits: number): Lens {
  const size = labels.length;
  const rowBytes = barcodes.length / size;
  // The last one counts in how many barcodes a bit is 1.
  const columns = [...weights, new Float64Array(size).fill(1)];
  const places = new Places();
  const rowsAt = places.take(barcodes.length);
  const weightsAt = places.take(size * GROUP * 8);
  const sumBytes = rowBytes * 8 * GROUP * 8;
  const sumsAt = places.take(sumBytes);
  const { memory, run } = createProjectKernel(places.bytes);
  new Uint8Array(memory.buffer, rowsAt).set(barcodes);
  const sumsOf = columns.map(() => new Float64Array(bits));
  for (let first = 0; first < columns.length; first += GROUP) {
    const group = columns.slice(first, first + GROUP);
    const written = new Float64Array(memory.buffer, weightsAt, size * GROUP).fill(0);
    for (const [place, column] of group.entries()) {
      for (const [at, weight] of column.entries()) written[at * GROUP + place] = weight;
    }
    new Uint8Array(memory.buffer, sumsAt, sumBytes).fill(0);
    run.sumByBit(rowsAt, rowBytes, size, weightsAt, sumsAt);
    const sums = new Float64Array(memory.buffer, sumsAt, bits * GROUP);
    for (const place of group.keys()) {
      const target = sumsOf[first + place] ?? new Float64Array(0);
      for (let bit = 0; bit < bits; bit++) target[bit] = sums[bit * GROUP + place] ?? 0;
    }
  }
  const ones = sumsOf.pop() ?? new Float64Array(bits);
  const matrix = new Float32Array(weights.length * bits);
  const offset = new Float32Array(weights.length);
  for (const [direction, sums] of sumsOf.entries()) {
    const total = weights[direction]?.reduce((sum, weight) => sum + weight, 0) ?? 0;
    let shift = 0;
    for (let bit = 0; bit < bits; bit++) {
      const mean = (2 * (ones[bit] ?? 0)) / size - 1;
      // Bits as -1 and 1: twice the sum where the bit is 1, less that of all.
      const entry = 2 * (sums[bit] ?? 0) - total - total * mean;
      matrix[direction * bits + bit] = entry;
      shift -= entry * mean;
    }
    offset[direction] = shift;
  }
  return { bits, directions: weights.length, matrix, offset };
}
