import { requireCollection } from './collections.ts';
import type { FailureRecord, PatchRecord } from './schema.ts';
import { type BarcodeOfPatch, writeBarcodes } from './segments.ts';
import { type Transaction, transact } from './transact.ts';

/** A file that gave a barcode. */
export interface IndexedFile extends Omit<PatchRecord, 'collectionId' | 'id'> {
  /** Packed, `barcodeBytes(profile)` bytes. */
  readonly barcode: Uint8Array;
  /** JPEG. */
  readonly thumbnail: ArrayBuffer;
}

/** A file that gave none, and why. */
export type FailedFile = Omit<FailureRecord, 'collectionId'>;

const STORES = ['collections', 'patches', 'thumbnails', 'segments', 'failures'] as const;

type BatchTransaction = Transaction<(typeof STORES)[number], 'readwrite'>;

/**
 * Stores what became of some files of a collection, all of it or nothing. A path that is new gets the next id; one that
 * has a patch already keeps its id, and its record, thumbnail and barcode are replaced. A failure replaces the path's
 * former failure and leaves a patch it may have alone; success clears the failure.
 * @returns The stored record of each indexed file, in their order.
 * @throws AppError storage-full, storage-failed, collection-missing; RangeError when a barcode has the wrong length.
 */
export function commitBatch(
  collectionId: string,
  indexed: readonly IndexedFile[],
  failed: readonly FailedFile[],
): Promise<PatchRecord[]> {
  return transact([...STORES], 'readwrite', async (transaction) => {
    const collection = await requireCollection(transaction, collectionId);
    let { patchCount, thumbnailBytes } = collection;
    const stored: PatchRecord[] = [];
    const barcodes: BarcodeOfPatch[] = [];
    for (const { barcode, thumbnail, ...file } of indexed) {
      const former = await findPatchId(transaction, collectionId, file.path);
      const patch = { ...file, collectionId, id: former ?? patchCount++ };
      thumbnailBytes += await putPatch(transaction, patch, thumbnail);
      stored.push(patch);
      barcodes.push({ id: patch.id, barcode });
    }
    await writeBarcodes(transaction.objectStore('segments'), collection, barcodes);
    for (const file of failed) await transaction.objectStore('failures').put({ ...file, collectionId });
    await transaction.objectStore('collections').put({ ...collection, patchCount, thumbnailBytes });
    return stored;
  });
}

async function findPatchId(
  transaction: BatchTransaction,
  collectionId: string,
  path: string,
): Promise<number | undefined> {
  const key = await transaction.objectStore('patches').index('byPath').getKey([collectionId, path]);
  return key?.[1];
}

/** @returns By how many bytes the collection's thumbnails have grown. */
async function putPatch(transaction: BatchTransaction, patch: PatchRecord, jpeg: ArrayBuffer): Promise<number> {
  const { collectionId, id, path } = patch;
  const thumbnails = transaction.objectStore('thumbnails');
  const former = await thumbnails.get([collectionId, id]);
  await thumbnails.put({ collectionId, id, jpeg });
  await transaction.objectStore('patches').put(patch);
  await transaction.objectStore('failures').delete([collectionId, path]);
  return jpeg.byteLength - (former?.jpeg.byteLength ?? 0);
}
