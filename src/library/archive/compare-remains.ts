import { barcodeBytes } from '../../barcode/profile.ts';
import { numbersBetween, wholeCollection } from '../key-ranges.ts';
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
  if (isDamaged(remains) || !(await hasItsCounts(remains))) return false;
  for await (const batch of readBatches(archive, remains.id, 0, remains.patchCount)) {
    if (!(await holdsBatch(remains, batch))) return false;
    onProgress(batch.endId / remains.patchCount);
    signal.throwIfAborted();
  }
  return true;
}

function hasItsCounts({ id, profile, patchCount }: RestoringCollection): Promise<boolean> {
  const stores = ['patches', 'thumbnails', 'colours', 'segments'] as const;
  const segments = Math.ceil(patchCount / segmentCapacity(barcodeBytes(profile)));
  const expected = [patchCount, patchCount, patchCount, segments];
  return transact([...stores], 'readonly', async (transaction) => {
    const counts = await Promise.all(stores.map((store) => transaction.objectStore(store).count(wholeCollection(id))));
    return counts.every((count, at) => count === expected[at]);
  });
}

async function holdsBatch(remains: RestoringCollection, batch: ArchiveBatch): Promise<boolean> {
  const range = numbersBetween(remains.id, batch.firstId, batch.endId);
  const [patches, thumbnails, colours] = await transact(
    ['patches', 'thumbnails', 'colours'],
    'readonly',
    (transaction) =>
      Promise.all([
        transaction.objectStore('patches').getAll(range),
        transaction.objectStore('thumbnails').getAll(range),
        transaction.objectStore('colours').getAll(range),
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
