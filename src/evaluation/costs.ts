import type { MeanSd } from './mean-sd.ts';

/** What a collection costs on the device at hand. */
export interface Costs {
  /** Undefined where it was not measured: patches from an import, or indexed by an earlier version. */
  readonly indexing: IndexingCosts | undefined;
  /** Undefined where the collection is not the one that is open for search. */
  readonly query: QueryCosts | undefined;
  /** Of a barcode, the same for every patch. */
  readonly barcodeBytes: number;
  /** Of all that is stored for a patch: barcode, colours, thumbnail; the deviation is that of the thumbnails. */
  readonly storedBytes: MeanSd;
}

export interface IndexingCosts {
  /** Patches whose indexing was measured, and how long they took in all: reading, encoding and storing. */
  readonly patches: number;
  readonly seconds: number;
  /** Over batches. */
  readonly secondsAPatch: MeanSd;
}

/** Milliseconds from sending a query to having the ten nearest of the whole collection. */
export interface QueryCosts {
  readonly queries: number;
  readonly median: number;
  /** The middle half of the times. */
  readonly quartiles: readonly [number, number];
}

/** @param times Milliseconds, at least one. */
export function queryCosts(times: readonly number[]): QueryCosts {
  const sorted = times.toSorted((a, b) => a - b);
  return {
    queries: sorted.length,
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
  };
}

/** Between neighbouring values in proportion (type 7 of Hyndman and Fan, as NumPy's percentile). */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (place - Math.floor(place)) * (above - below);
}

/** Mean and sample deviation from the sum of some values and the sum of their squares. */
export function fromSums(count: number, sum: number, squares: number): MeanSd {
  if (count === 0) return { mean: null, sd: null };
  const mean = sum / count;
  return { mean, sd: count < 2 ? null : Math.sqrt(Math.max(0, squares - count * mean ** 2) / (count - 1)) };
}
