import { gramEntries, keptEntries, LAYER_CHANNELS, type LayerNumber, type Profile } from './profile.ts';

/** Row and column of an entry in a lower triangle, `column <= row`. */
export interface TriangleCell {
  readonly row: number;
  readonly column: number;
}

/**
 * The cell at `index` of a lower triangle with its diagonal, read row by row (the order of `numpy.tril_indices`).
 * Exact for every triangle of a matrix of up to 2^26 rows.
 */
export function triangleCell(index: number): TriangleCell {
  let row = Math.floor((Math.sqrt(8 * index + 1) - 1) / 2);
  // The square root may round up across a row's start.
  if (firstOfRow(row) > index) row -= 1;
  return { row, column: index - firstOfRow(row) };
}

function firstOfRow(row: number): number {
  return (row * (row + 1)) / 2;
}

/**
 * The entries of a layer's lower triangle that a profile keeps: floor(j * n / k) for j = 0..k-1, ascending and distinct.
 *
 * @returns Triangle indices, `keptEntries(layer, sampling)` of them.
 */
export function keptTriangleIndices(layer: LayerNumber, sampling: Profile['sampling']): Int32Array<ArrayBuffer> {
  const entries = gramEntries(layer);
  const kept = keptEntries(layer, sampling);
  return Int32Array.from({ length: kept }, (_, j) => Math.floor((j * entries) / kept));
}

/** The same entries as indices into the full channels x channels Gram matrix, row by row: row * channels + column. */
export function keptGramIndices(layer: LayerNumber, sampling: Profile['sampling']): Int32Array<ArrayBuffer> {
  const channels = LAYER_CHANNELS[layer];
  return keptTriangleIndices(layer, sampling).map((index) => {
    const { row, column } = triangleCell(index);
    return row * channels + column;
  });
}
