/**
 * A similarity learned from labels. What tells labels apart is a few directions in the space of barcodes, bits as -1 and 1: a
 * barcode's projection on direction d is the dot product with row d of `matrix`, plus `offset[d]`. The likeness of two barcodes
 * is the cosine between their projections + 4 * (agreeing - differing bits) / bits, so that what the labels say nothing of
 * keeps the order of plain distances.
 */
export interface Lens {
  /** Of a barcode. */
  readonly bits: number;
  readonly directions: number;
  /** `bits` numbers a direction, direction by direction. */
  readonly matrix: Float32Array<ArrayBuffer>;
  /** A number a direction. */
  readonly offset: Float32Array<ArrayBuffer>;
}

/** Directions that a lens may have: with more labels than this and one, the strongest are kept. */
export const MOST_DIRECTIONS = 64;
