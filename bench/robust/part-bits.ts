import { median } from '../../src/barcode/binarise.ts';
import { keptTriangleIndices, triangleCell } from '../../src/barcode/gram-sampling.ts';
import { packBits } from '../../src/barcode/pack.ts';
import type { LayerNumber } from '../../src/barcode/profile.ts';
import { ENTRIES_A_VIEW, ENTRY_SPANS, type EntrySpan, SAMPLING } from './entries.ts';
import type { Part } from './parts.ts';

/** Gram entries of one tile: view after view, each of ENTRIES_A_VIEW. */
export type TileEntries = Float32Array;

/** Numbers of one tile, one an entry that is compared. */
type Values = Float32Array;

/** The packed bits of a part, one barcode a tile. */
export function partBits(tiles: readonly TileEntries[], part: Part): Uint8Array[] {
  const span = ENTRY_SPANS.find(({ layer }) => layer === part.layer) as EntrySpan;
  const values = tiles.map((entries) => chosenValues(sumOfViews(entries, part.views, span), span, part));
  const bits = thresholded(values, part.threshold);
  const kept = part.entries === 'evenest' ? keepEvenest(bits) : bits;
  return kept.map(packBits);
}

/** A layer's entries, summed over views in their order, as the encoder sums them. */
export function sumOfViews(
  entries: TileEntries,
  views: readonly number[],
  { first, sampled, diagonal }: EntrySpan,
): Values {
  const sums = new Float32Array(sampled + diagonal);
  for (const view of views) {
    const from = view * ENTRIES_A_VIEW + first;
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (entries[from + at] as number);
  }
  return sums;
}

function chosenValues(sums: Values, { layer, sampled }: EntrySpan, { entries }: Part): Values {
  const triangle = sums.subarray(0, sampled);
  const diagonal = sums.subarray(sampled);
  if (entries === 'diagonal') return diagonal;
  if (entries === 'fourth') return triangle.filter((_, at) => at % 4 === 0);
  if (entries === 'correlations') return correlations(triangle, diagonal, layer);
  return triangle;
}

/** Of a channel that is silent, 0. */
function correlations(triangle: Values, diagonal: Values, layer: LayerNumber): Values {
  const indices = keptTriangleIndices(layer, SAMPLING);
  return triangle.map((entry, at) => {
    const { row, column } = triangleCell(indices[at] as number);
    const scale = Math.sqrt((diagonal[row] as number) * (diagonal[column] as number));
    return scale > 0 ? entry / scale : 0;
  });
}

/** One 0 or 1 an element. */
type Bits = Uint8Array;

function thresholded(values: readonly Values[], threshold: Part['threshold']): Bits[] {
  if (threshold === 'patch') return values.map(overOwnMedian);
  const ofCollection = overCollectionsMedians(values);
  if (threshold === 'collection') return ofCollection;
  return values.map((own, tile) => Uint8Array.of(...overOwnMedian(own), ...(ofCollection[tile] as Bits)));
}

function overOwnMedian(values: Values): Bits {
  const least = median(values);
  return Uint8Array.from(values, (value) => Number(value >= least));
}

function overCollectionsMedians(values: readonly Values[]): Bits[] {
  const ratios = values.map((own) => {
    const middle = median(own);
    return own.map((value) => value / (middle || 1));
  });
  const medians = ratios[0]?.map((_, at) => median(Float32Array.from(ratios, (own) => own[at] as number)));
  return ratios.map((own) => Uint8Array.from(own, (ratio, at) => Number(ratio >= (medians?.[at] as number))));
}

function keepEvenest(tiles: readonly Bits[]): Bits[] {
  const count = tiles[0]?.length ?? 0;
  const ones = Array.from({ length: count }, (_, at) => tiles.reduce((sum, bits) => sum + (bits[at] as number), 0));
  const unevenness = ones.map((set) => Math.abs(set - tiles.length / 2));
  const order = [...unevenness.keys()].sort((a, b) => (unevenness[a] as number) - (unevenness[b] as number) || a - b);
  const kept = order.slice(0, count / 2);
  return tiles.map((bits) => Uint8Array.from(kept, (at) => bits[at] as number));
}
