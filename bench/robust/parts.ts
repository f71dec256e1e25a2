/** What can be compared of two tiles, piece by piece. */
import type { LayerNumber } from '../../src/barcode/profile.ts';

/** How a tile's colours are when it is encoded. */
export type Colours = 'as-is' | 'macenko';

export const COLOURS: readonly Colours[] = ['as-is', 'macenko'];

/**
 * Which entries of a layer become bits: those that a profile samples, every fourth of these, the half of these whose bits
 * are most evenly zeros and ones over the collection, the matrix's diagonal, or those that are sampled as correlations,
 * Gram(i, j) / sqrt(Gram(i, i) Gram(j, j)).
 */
export type Entries = 'sampled' | 'fourth' | 'evenest' | 'diagonal' | 'correlations';

/**
 * Where an entry becomes 1: from the median of the patch's entries on; where its ratio to that median reaches the
 * collection's median of that ratio; or one bit of each.
 */
export type Threshold = 'patch' | 'collection' | 'both';

/** Bits of one layer, and how much each counts in the distance. */
export interface Part {
  readonly colours: Colours;
  /** Positions in the order of `viewsOfAll` for eight views. */
  readonly views: readonly number[];
  readonly layer: LayerNumber;
  readonly entries: Entries;
  readonly threshold: Threshold;
  readonly weight: number;
}

/** A way to compare tiles: the weighted sum of the Hamming distances of its parts. */
export interface Setting {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Equal for parts that have the same bits. */
export function partKey({ colours, views, layer, entries, threshold }: Part): string {
  return [colours, views.join('+'), layer, entries, threshold].join('/');
}
