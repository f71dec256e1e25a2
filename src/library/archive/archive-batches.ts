import { barcodeBytes } from '../../barcode/profile.ts';
import { COLOUR_BINS } from '../../base/colour-histogram.ts';
import type { ColourRecord, PatchRecord, ThumbnailRecord } from '../schema.ts';
import { seal, sealColours, sealThumbnail } from '../seal.ts';
import type { BarcodeOfPatch } from '../segments.ts';
import type { CheckedArchive } from './check-archive.ts';
import { type PatchRow, readTable } from './read-table.ts';

/** Patches stored in one transaction: so many does a killed tab lose at most. About 2 MB. */
export const PATCHES_A_BATCH = 200;

/** Consecutive patches of an export with all that belongs to them, as they are stored. */
export interface ArchiveBatch {
  readonly firstId: number;
  /** The id after the last one. */
  readonly endId: number;
  readonly patches: readonly PatchRecord[];
  readonly thumbnails: readonly ThumbnailRecord[];
  readonly colours: readonly ColourRecord[];
  readonly barcodes: readonly BarcodeOfPatch[];
}

interface PlacedRow extends PatchRow {
  /** Where its thumbnail begins among all. */
  readonly jpegAt: number;
}

/** The patches from id `firstId` up to, but not including, `endId`, for the collection that they are stored in. */
export async function* readBatches(
  archive: CheckedArchive,
  collectionId: string,
  firstId: number,
  endId: number,
): AsyncGenerator<ArchiveBatch> {
  const waiting: PlacedRow[] = [];
  let jpegAt = 0;
  for await (const rows of readTable(archive.patches, archive.manifest)) {
    for (const row of rows) {
      if (row.id >= firstId && row.id < endId) waiting.push({ ...row, jpegAt });
      jpegAt += row.thumbnailBytes;
    }
    while (waiting.length >= PATCHES_A_BATCH) {
      yield await toBatch(archive, collectionId, waiting.splice(0, PATCHES_A_BATCH));
    }
  }
  if (waiting.length > 0) yield await toBatch(archive, collectionId, waiting);
}

async function toBatch(
  archive: CheckedArchive,
  collectionId: string,
  rows: readonly PlacedRow[],
): Promise<ArchiveBatch> {
  const [firstId, endId] = [rows[0]?.id ?? 0, (rows.at(-1)?.id ?? -1) + 1];
  const jpegsAt = rows[0]?.jpegAt ?? 0;
  const jpegsEnd = rows.reduce((end, { thumbnailBytes }) => end + thumbnailBytes, jpegsAt);
  const bytes = barcodeBytes(archive.manifest.profile);
  const [barcodes, colours, jpegs] = await Promise.all([
    archive.barcodes.slice(firstId * bytes, endId * bytes).arrayBuffer(),
    archive.colours.slice(firstId * COLOUR_BINS * 2, endId * COLOUR_BINS * 2).arrayBuffer(),
    archive.thumbnails.slice(jpegsAt, jpegsEnd).arrayBuffer(),
  ]);
  return {
    firstId,
    endId,
    patches: rows.map(({ thumbnailBytes: _bytes, pixelHash: _hash, jpegAt: _at, ...patch }) =>
      seal({ ...patch, collectionId }),
    ),
    thumbnails: rows.map(({ id, jpegAt, thumbnailBytes }) => {
      const at = jpegAt - jpegsAt;
      return sealThumbnail({ collectionId, id, jpeg: jpegs.slice(at, at + thumbnailBytes) });
    }),
    colours: rows.map(({ id, pixelHash }, row) => {
      const histogram = new Uint16Array(colours.slice(row * COLOUR_BINS * 2, (row + 1) * COLOUR_BINS * 2));
      return sealColours({ collectionId, id, histogram, pixelHash });
    }),
    barcodes: rows.map(({ id }, row) => ({ id, barcode: new Uint8Array(barcodes, row * bytes, bytes) })),
  };
}
