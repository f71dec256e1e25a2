/** What a person changes about patches that are stored: their labels, and whether they are there. */
import { barcodeBytes } from '../barcode/profile.ts';
import { getCollection, idsEnd, requireCollection, withCounts } from './collections.ts';
import type { CollectionRecord, PatchRecord } from './schema.ts';
import { seal, unseal } from './seal.ts';
import { eraseBarcodes, segmentCapacity } from './segments.ts';
import { type Transaction, transact } from './transact.ts';

/** Patches changed in one transaction: others are never held up for long. */
const MOST_PATCHES = 500;

/** Segments rewritten in one transaction: about 32 MB, for a deletion that takes a patch here and there. */
const MOST_SEGMENTS = 32;

/**
 * Gives patches another label, some at a time, each time all of it or nothing. Those that are not there any more are
 * passed over.
 * @returns Their records as they are stored now.
 * @throws AppError collection-missing, storage-full and the other storage errors.
 */
export async function* relabelPatches(
  collectionId: string,
  ids: readonly number[],
  label: string,
): AsyncGenerator<PatchRecord[]> {
  for (const some of inBatches(ids, () => false)) yield await relabelSome(collectionId, some, label);
}

/**
 * Deletes patches with all that was made of them, some at a time, each time all of it or nothing. Only their paths are
 * kept (`PatchRecord.deleted`). Those that are not there any more are passed over.
 * @returns Ids of those that are gone now.
 * @throws As `relabelPatches` does.
 */
export async function* deletePatches(collectionId: string, ids: readonly number[]): AsyncGenerator<number[]> {
  const capacity = segmentCapacity(barcodeBytes((await getCollection(collectionId)).profile));
  const isWide = (batch: readonly number[]) =>
    new Set(batch.map((id) => Math.floor(id / capacity))).size >= MOST_SEGMENTS;
  for (const some of inBatches(ids, isWide)) yield await deleteSome(collectionId, some);
}

/** Ascending, so that a segment is rewritten in one batch or two. */
function* inBatches(
  ids: readonly number[],
  isComplete: (batch: readonly number[]) => boolean,
): Generator<readonly number[]> {
  let batch: number[] = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    batch.push(id);
    if (batch.length < MOST_PATCHES && !isComplete(batch)) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function relabelSome(collectionId: string, ids: readonly number[], label: string): Promise<PatchRecord[]> {
  return transact(['collections', 'patches'], 'readwrite', async (transaction) => {
    await requireCollection(transaction, collectionId);
    const store = transaction.objectStore('patches');
    const found = await Promise.all(ids.map((id) => store.get([collectionId, id])));
    const sound = found.flatMap((patch) => (patch && !patch.deleted && unseal(patch)) || []);
    const relabelled = sound.map((patch): PatchRecord => ({ ...patch, label, labelledByHand: true }));
    await Promise.all(relabelled.map((patch) => store.put(seal(patch))));
    return relabelled;
  });
}

const STORES = ['collections', 'patches', 'thumbnails', 'colours', 'segments', 'failures'] as const;

type Deletion = Transaction<(typeof STORES)[number], 'readwrite'>;

function deleteSome(collectionId: string, ids: readonly number[]): Promise<number[]> {
  return transact([...STORES], 'readwrite', async (transaction) => {
    const collection = await requireCollection(transaction, collectionId);
    const store = transaction.objectStore('patches');
    const found = await Promise.all(ids.map((id) => store.get([collectionId, id])));
    const patches = found.filter((patch) => patch !== undefined && !patch.deleted) as PatchRecord[];
    const deleted = patches.map(({ id }) => id);
    const thumbnailBytes = await countThumbnailBytes(transaction, collectionId, deleted);
    await eraseBarcodes(transaction.objectStore('segments'), collection, deleted);
    await Promise.all([
      ...patches.flatMap((patch) => removePatch(transaction, patch)),
      transaction.objectStore('collections').put(seal(without(collection, deleted.length, thumbnailBytes))),
    ]);
    return deleted;
  });
}

async function countThumbnailBytes(
  transaction: Deletion,
  collectionId: string,
  ids: readonly number[],
): Promise<number> {
  const store = transaction.objectStore('thumbnails');
  const thumbnails = await Promise.all(ids.map((id) => store.get([collectionId, id])));
  return thumbnails.reduce((sum, thumbnail) => sum + (thumbnail?.jpeg.byteLength ?? 0), 0);
}

function removePatch(transaction: Deletion, patch: PatchRecord): Promise<unknown>[] {
  const { collectionId, id, path } = patch;
  const { labelledByHand: _byHand, ...rest } = patch;
  return [
    transaction.objectStore('patches').put(seal({ ...rest, label: '', deleted: true })),
    transaction.objectStore('thumbnails').delete([collectionId, id]),
    transaction.objectStore('colours').delete([collectionId, id]),
    transaction.objectStore('failures').delete([collectionId, path]),
  ];
}

function without(collection: CollectionRecord, patches: number, thumbnailBytes: number): CollectionRecord {
  return withCounts(collection, {
    patchCount: collection.patchCount - patches,
    nextId: idsEnd(collection),
    thumbnailBytes: collection.thumbnailBytes - thumbnailBytes,
  });
}
