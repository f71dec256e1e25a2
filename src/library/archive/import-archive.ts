import { barcodeBytes } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import { COLOUR_BINS } from '../../evaluation/colour-histogram.ts';
import { removeRemains } from '../collections.ts';
import { beginRestoring, endRestoring } from '../restore.ts';
import type { CollectionRecord } from '../schema.ts';
import { seal, sealColours, sealThumbnail } from '../seal.ts';
import { checksumsOf, segmentCapacity } from '../segments.ts';
import { transact } from '../transact.ts';
import type { CheckedArchive } from './check-archive.ts';
import { fitsWeights } from './manifest.ts';
import { type PatchRow, readTable } from './read-table.ts';

/**
 * Stores an export as a new collection, which nobody sees before it is whole: when anything fails, and when the tab is
 * killed, what was stored of it goes again.
 * @param weightsId Of the weights in use.
 * @param onProgress Told the share stored, 0 to 1.
 * @throws AppError import-profile when its barcodes cannot be compared with those made here, storage-full and the other
 * storage errors; the signal's reason when aborted.
 */
export async function importArchive(
  archive: CheckedArchive,
  weightsId: string,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<CollectionRecord> {
  const { manifest } = archive;
  if (!fitsWeights(manifest.profile, weightsId)) throw new AppError('import-profile', manifest.profile.weightsId);
  const { format: _format, version: _version, ...facts } = manifest;
  const collection = await beginRestoring({ ...facts, origin: { kind: 'files' } });
  try {
    let thumbnailsAt = 0;
    for await (const rows of inBatches(archive, segmentCapacity(barcodeBytes(manifest.profile)))) {
      signal.throwIfAborted();
      thumbnailsAt = await storeRows(collection, archive, rows, thumbnailsAt);
      onProgress(((rows.at(-1)?.id ?? 0) + 1) / manifest.patchCount);
    }
    await storeSlides(collection.id, archive.slides);
    return await endRestoring(collection.id);
  } catch (thrown) {
    await removeRemains(collection.id);
    throw thrown;
  }
}

async function storeSlides(collectionId: string, slides: CheckedArchive['slides']): Promise<void> {
  await transact(['slides'], 'readwrite', async (transaction) => {
    await Promise.all(slides.map((slide) => transaction.objectStore('slides').put(seal({ ...slide, collectionId }))));
  });
}

/** Rows as many at a time as a segment holds. */
async function* inBatches({ patches, manifest }: CheckedArchive, size: number): AsyncGenerator<PatchRow[]> {
  let waiting: PatchRow[] = [];
  for await (const rows of readTable(patches, manifest)) {
    waiting = [...waiting, ...rows];
    while (waiting.length >= size) yield waiting.splice(0, size);
  }
  if (waiting.length > 0) yield waiting;
}

/** Stores a segment with all that belongs to its patches. @returns Where the next thumbnail begins. */
async function storeRows(
  { id: collectionId, profile }: CollectionRecord,
  archive: CheckedArchive,
  rows: readonly PatchRow[],
  thumbnailsAt: number,
): Promise<number> {
  const first = rows[0]?.id ?? 0;
  const end = first + rows.length;
  const bytes = barcodeBytes(profile);
  const thumbnailsEnd = rows.reduce((sum, row) => sum + row.thumbnailBytes, thumbnailsAt);
  const [barcodes, colours, jpegs] = await Promise.all([
    archive.barcodes.slice(first * bytes, end * bytes).arrayBuffer(),
    archive.colours.slice(first * COLOUR_BINS * 2, end * COLOUR_BINS * 2).arrayBuffer(),
    archive.thumbnails.slice(thumbnailsAt, thumbnailsEnd).arrayBuffer(),
  ]);
  await transact(['patches', 'thumbnails', 'colours', 'segments'], 'readwrite', async (transaction) => {
    let jpegAt = 0;
    const index = first / segmentCapacity(bytes);
    const checksums = checksumsOf(barcodes, bytes);
    const segment = { collectionId, index, barcodes, checksums };
    const storing: Promise<unknown>[] = [transaction.objectStore('segments').put(segment)];
    for (const [at, { thumbnailBytes, pixelHash, ...patch }] of rows.entries()) {
      const { id } = patch;
      const jpeg = jpegs.slice(jpegAt, jpegAt + thumbnailBytes);
      const histogram = new Uint16Array(colours.slice(at * COLOUR_BINS * 2, (at + 1) * COLOUR_BINS * 2));
      jpegAt += thumbnailBytes;
      storing.push(transaction.objectStore('patches').add(seal({ ...patch, collectionId })));
      storing.push(transaction.objectStore('thumbnails').put(sealThumbnail({ collectionId, id, jpeg })));
      storing.push(transaction.objectStore('colours').put(sealColours({ collectionId, id, histogram, pixelHash })));
    }
    await Promise.all(storing);
  });
  return thumbnailsEnd;
}
