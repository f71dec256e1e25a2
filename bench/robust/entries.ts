/** What is kept of a tile: the Gram entries of each of its views, before anything is summed or thresholded. */
import { keptGramIndices } from '../../src/barcode/gram-sampling.ts';
import { ALL_LAYERS, keptEntries, LAYER_CHANNELS, type LayerNumber, type Views } from '../../src/barcode/profile.ts';

/** Standard's and Robust's. */
export const SAMPLING = 2048;

export const VIEWS: Views = 8;

/** Longer side in pixels. */
export const SIZE = 256;

/** Where a layer's entries lie among those of a view: those that a profile samples, and then the matrix's diagonal. */
export interface EntrySpan {
  readonly layer: LayerNumber;
  readonly first: number;
  readonly sampled: number;
  readonly diagonal: number;
}

export const ENTRY_SPANS: readonly EntrySpan[] = spans();

export const ENTRIES_A_VIEW = ENTRY_SPANS.reduce((sum, { sampled, diagonal }) => sum + sampled + diagonal, 0);

/** The same entries as indices into the layer's Gram matrix, row * channels + column. */
export function entryIndices(layer: LayerNumber): Int32Array {
  const channels = LAYER_CHANNELS[layer];
  const diagonal = Int32Array.from({ length: channels }, (_, channel) => channel * channels + channel);
  return Int32Array.of(...keptGramIndices(layer, SAMPLING), ...diagonal);
}

function spans(): EntrySpan[] {
  let first = 0;
  return ALL_LAYERS.map((layer) => {
    const span = { layer, first, sampled: keptEntries(layer, SAMPLING), diagonal: LAYER_CHANNELS[layer] };
    first += span.sampled + span.diagonal;
    return span;
  });
}
