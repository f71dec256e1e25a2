import { barcodeBytes } from '../../barcode/profile.ts';
import { BLOCK_STORES, COLOURS, readSpan, THUMBNAILS } from '../blocks.ts';
import { numbersBetween, numbersFrom } from '../key-ranges.ts';
import type { RestoringCollection } from '../restore.ts';
import { isDamaged, unseal, unsealColours, unsealThumbnail } from '../seal.ts';
import { holdsBarcodes, segmentCapacity } from '../segments.ts';
import { transact } from '../transact.ts';
import { type ArchiveBatch, readBatches } from './archive-batches.ts';
import type { CheckedArchive } from './check-archive.ts';

/**
 * Whether what an interrupted import has stored is, to the last record, what the export says.
 * @param onProgress Told the share compared, 0 to 1.
 * @throws AppError storage-failed; the signal's reason when aborted.
 */
export async function fitsArchive(
  remains: RestoringCollection,
  archive: CheckedArchive,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<boolean> {
  if (isDamaged(remains) || !(await endsWhereItSays(remains))) return false;
  for await (const batch of readBatches(archive, remains.id, 0, remains.patchCount)) {
    if (!(await holdsBatch(remains, batch))) return false;
    onProgress(batch.endId / remains.patchCount);
    signal.throwIfAborted();
  }
  return true;
}

/** Whether nothing lies behind what it says is stored. */
function endsWhereItSays({ id, profile, patchCount }: RestoringCollection): Promise<boolean> {
  const blocksOf = (capacity: number) => Math.ceil(patchCount / capacity);
  const ends = [
    ['patches', patchCount],
    ['thumbnails', patchCount],
    ['colours', patchCount],
    ['thumbnailBlocks', blocksOf(THUMBNAILS.capacity)],
    ['colourBlocks', blocksOf(COLOURS.capacity)],
    ['segments', blocksOf(segmentCapacity(barcodeBytes(profile)))],
  ] as const;
  return transact(['patches', ...BLOCK_STORES, 'segments'], 'readonly', async (transaction) => {
    const behind = ends.map(([store, end]) => transaction.objectStore(store).getKey(numbersFrom(id, end)));
    return (await Promise.all(behind)).every((key) => key === undefined);
  });
}

async function holdsBatch(remains: RestoringCollection, batch: ArchiveBatch): Promise<boolean> {
  const { firstId, endId } = batch;
  const [patches, thumbnails, colours] = await transact(['patches', ...BLOCK_STORES], 'readonly', (transaction) =>
    Promise.all([
      transaction.objectStore('patches').getAll(numbersBetween(remains.id, firstId, endId)),
      readSpan(transaction, THUMBNAILS, remains.id, firstId, endId),
      readSpan(transaction, COLOURS, remains.id, firstId, endId),
    ]),
  );
  return (
    areSame(patches, batch.patches, unseal) &&
    areSame(thumbnails, batch.thumbnails, unsealThumbnail) &&
    areSame(colours, batch.colours, unsealColours) &&
    (await holdsBarcodes(remains, batch.barcodes))
  );
}

/** Of records under the same keys: whether each is as it was sealed, and was sealed as it should be. */
function areSame<Kind extends { readonly checksum?: number }>(
  stored: readonly Kind[],
  expected: readonly Kind[],
  unsealed: (record: Kind) => Kind | undefined,
): boolean {
  const isSame = (record: Kind, at: number) => record.checksum === expected[at]?.checksum && unsealed(record);
  return stored.length === expected.length && stored.every(isSame);
}
