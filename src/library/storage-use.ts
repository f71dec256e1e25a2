import { barcodeBits, barcodeBytes } from '../barcode/profile.ts';
import { COLOUR_BYTES } from '../base/colour-histogram.ts';
import { idsEnd } from './collections.ts';
import type { CollectionRecord } from './schema.ts';

/** Bytes that the large parts of a collection take; the small records beside them are not counted. */
export function bytesOf(collection: CollectionRecord): {
  barcodes: number;
  colours: number;
  thumbnails: number;
  tables: number;
  lens: number;
} {
  const { patchCount, profile, thumbnailBytes, tables = [], lens } = collection;
  return {
    // Those of deleted patches leave zeros.
    barcodes: idsEnd(collection) * barcodeBytes(profile),
    colours: patchCount * COLOUR_BYTES,
    thumbnails: thumbnailBytes,
    tables: tables.reduce((sum, { bytes }) => sum + bytes, 0),
    lens: lens ? lensBytes(lens.directions, barcodeBits(profile)) : 0,
  };
}

/** Of what was learned from labels. @param bits Of a barcode. */
export function lensBytes(directions: number, bits: number): number {
  return directions * (bits + 1) * 4;
}

/** The browser's own estimate for everything the page stores, in bytes; undefined where it gives none. */
export async function estimateStorage(): Promise<{ used: number; quota: number } | undefined> {
  if (!navigator.storage?.estimate) return undefined;
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined ? undefined : { used: usage, quota };
}
