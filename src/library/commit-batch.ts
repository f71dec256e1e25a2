import type { PatchColours } from '../evaluation/colour-histogram.ts';
import { checksum } from './checksum.ts';
import { requireCollection } from './collections.ts';
import type { FailureRecord, PatchRecord, ThumbnailRecord } from './schema.ts';
import { writeBarcodes } from './segments.ts';
import { type Transaction, transact } from './transact.ts';

/** A file that gave a barcode. */
export interface IndexedFile extends Omit<PatchRecord, 'collectionId' | 'id'> {
  /** Packed, `barcodeBytes(profile)` bytes. */
  readonly barcode: Uint8Array;
  readonly colours: PatchColours;
  /** JPEG. */
  readonly thumbnail: ArrayBuffer;
}

/** A file that gave none, and why. */
export type FailedFile = Omit<FailureRecord, 'collectionId'>;

const STORES = ['collections', 'patches', 'thumbnails', 'colours', 'segments', 'failures'] as const;

type BatchTransaction = Transaction<(typeof STORES)[number], 'readwrite'>;

/**
 * Stores what became of some files of a collection, all of it or nothing. A path that is new gets the next id; one that
 * has a patch already keeps its id, and its record, thumbnail, colours and barcode are replaced. A failure replaces the path's
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
    const ids = await findIds(transaction, collectionId, indexed);
    const thumbnailSizes = await measureThumbnails(transaction, collectionId, [...ids.values()]);
    let { patchCount, thumbnailBytes } = collection;
    const patches = indexed.map((file) => {
      const id = ids.get(file.path) ?? patchCount++;
      thumbnailBytes += file.thumbnail.byteLength - (thumbnailSizes.get(id) ?? 0);
      ids.set(file.path, id);
      thumbnailSizes.set(id, file.thumbnail.byteLength);
      return { ...file, id };
    });
    await writeBarcodes(transaction.objectStore('segments'), collection, patches);
    // Requests made together take little more than half the time of requests that wait for one another.
    await Promise.all([
      ...patches.flatMap((patch) => putPatch(transaction, collectionId, patch)),
      ...failed.map((file) => transaction.objectStore('failures').put({ ...file, collectionId })),
      transaction.objectStore('collections').put({ ...collection, patchCount, thumbnailBytes }),
    ]);
    return patches.map((patch) => toRecord(collectionId, patch));
  });
}

/** The ids of those paths that have a patch already. */
async function findIds(
  transaction: BatchTransaction,
  collectionId: string,
  files: readonly IndexedFile[],
): Promise<Map<string, number>> {
  const byPath = transaction.objectStore('patches').index('byPath');
  const keys = await Promise.all(files.map(({ path }) => byPath.getKey([collectionId, path])));
  return new Map(files.flatMap(({ path }, at) => (keys[at] ? [[path, keys[at][1]]] : [])));
}

/** Bytes of the thumbnails of some patches, by id. */
async function measureThumbnails(
  transaction: BatchTransaction,
  collectionId: string,
  ids: readonly number[],
): Promise<Map<number, number>> {
  const store = transaction.objectStore('thumbnails');
  const thumbnails = await Promise.all(ids.map((id) => store.get([collectionId, id])));
  return new Map(thumbnails.flatMap((found) => (found ? [[found.id, found.jpeg.byteLength]] : [])));
}

type NumberedFile = IndexedFile & { readonly id: number };

function putPatch(transaction: BatchTransaction, collectionId: string, file: NumberedFile): Promise<unknown>[] {
  return [
    transaction.objectStore('patches').put(toRecord(collectionId, file)),
    transaction.objectStore('thumbnails').put(toThumbnail(collectionId, file)),
    transaction.objectStore('colours').put({ collectionId, id: file.id, ...file.colours }),
    transaction.objectStore('failures').delete([collectionId, file.path]),
  ];
}

function toThumbnail(collectionId: string, { id, thumbnail }: NumberedFile): ThumbnailRecord {
  return { collectionId, id, jpeg: thumbnail, checksum: checksum(new Uint8Array(thumbnail)) };
}

function toRecord(collectionId: string, file: NumberedFile): PatchRecord {
  const { barcode: _barcode, thumbnail: _thumbnail, colours: _colours, ...record } = file;
  return { ...record, collectionId };
}
