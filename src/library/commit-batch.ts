import type { PatchColours } from '../base/colour-histogram.ts';
import { BLOCK_STORES, COLOURS, putRows, THUMBNAILS } from './blocks.ts';
import { idsEnd, requireCollection, withCounts } from './collections.ts';
import type { FailureRecord, IndexingTime, PatchRecord } from './schema.ts';
import { isDamaged, seal } from './seal.ts';
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

const STORES = ['collections', 'patches', ...BLOCK_STORES, 'segments', 'failures'] as const;

type BatchTransaction = Transaction<(typeof STORES)[number], 'readwrite'>;

/**
 * Stores what became of some files of a collection, all of it or nothing. A path that is new gets the next id; one that
 * has a patch already keeps its id and a label given by hand, and its record, thumbnail, colours and barcode are replaced; one
 * that was deleted is back. A failure replaces the path's former failure and leaves a patch it may have alone; success clears
 * the failure.
 * @param milliseconds What the batch took; undefined where that was not measured.
 * @returns The stored record of each indexed file, in their order.
 * @throws AppError storage-full, storage-failed, collection-missing; RangeError when a barcode has the wrong length.
 */
export function commitBatch(
  collectionId: string,
  indexed: readonly IndexedFile[],
  failed: readonly FailedFile[],
  milliseconds?: number,
): Promise<PatchRecord[]> {
  return transact([...STORES], 'readwrite', async (transaction) => {
    const collection = await requireCollection(transaction, collectionId);
    const formers = await findFormers(transaction, collectionId, indexed);
    const mendedPaths = [...formers.values()].filter(isDamaged).map(({ path }) => path);
    let { patchCount } = collection;
    let nextId = idsEnd(collection);
    const patches = indexed.map((file) => {
      const former = formers.get(file.path);
      const id = former?.id ?? nextId++;
      if (!former || former.deleted) patchCount++;
      const patch = { ...file, ...labelByHand(former), id };
      formers.set(file.path, toRecord(collectionId, patch));
      return patch;
    });
    const thumbnails = patches.map(({ id, thumbnail }) => ({ collectionId, id, jpeg: thumbnail }));
    const colours = patches.map(({ id, colours }) => ({ collectionId, id, ...colours }));
    await writeBarcodes(transaction.objectStore('segments'), collection, patches);
    const [moreThumbnails] = await Promise.all([
      putRows(transaction, THUMBNAILS, collectionId, thumbnails),
      putRows(transaction, COLOURS, collectionId, colours),
    ]);
    const counts = { patchCount, nextId, thumbnailBytes: collection.thumbnailBytes + moreThumbnails };
    const indexingTime = addBatch(collection.indexingTime, patches.length, milliseconds);
    const counted = { ...withCounts(collection, counts), ...(indexingTime && { indexingTime }) };
    // Requests made together take little more than half the time of requests that wait for one another.
    await Promise.all([
      ...patches.flatMap((patch) => putPatch(transaction, collectionId, patch)),
      ...mendedPaths.map((path) => transaction.objectStore('failures').delete([collectionId, path])),
      ...failed.map((file) => transaction.objectStore('failures').put(seal({ ...file, collectionId }))),
      transaction.objectStore('collections').put(seal(counted)),
    ]);
    return patches.map((patch) => toRecord(collectionId, patch));
  });
}

/** A batch without patches adds its time, and is no sample of the time a patch takes. */
function addBatch(
  former: IndexingTime | undefined,
  patches: number,
  milliseconds: number | undefined,
): IndexingTime | undefined {
  if (milliseconds === undefined) return former;
  const before = former ?? { patches: 0, milliseconds: 0, batches: 0, sumAPatch: 0, squaresAPatch: 0 };
  const aPatch = patches === 0 ? 0 : milliseconds / patches;
  return {
    patches: before.patches + patches,
    milliseconds: before.milliseconds + milliseconds,
    batches: before.batches + Number(patches > 0),
    sumAPatch: before.sumAPatch + aPatch,
    squaresAPatch: before.squaresAPatch + aPatch ** 2,
  };
}

/** The records of those paths that have one already. */
async function findFormers(
  transaction: BatchTransaction,
  collectionId: string,
  files: readonly IndexedFile[],
): Promise<Map<string, PatchRecord>> {
  const byPath = transaction.objectStore('patches').index('byPath');
  const found = await Promise.all(files.map(({ path }) => byPath.get([collectionId, path])));
  // By the paths of the index: that of a damaged record may be another one.
  return new Map(files.flatMap(({ path }, at) => (found[at] ? [[path, found[at]]] : [])));
}

/** What stays of a file's former patch. */
function labelByHand(former: PatchRecord | undefined): Partial<Pick<PatchRecord, 'label' | 'labelledByHand'>> {
  return former?.labelledByHand && !isDamaged(former) ? { label: former.label, labelledByHand: true } : {};
}

type NumberedFile = IndexedFile & { readonly id: number };

function putPatch(transaction: BatchTransaction, collectionId: string, file: NumberedFile): Promise<unknown>[] {
  return [
    transaction.objectStore('patches').put(seal(toRecord(collectionId, file))),
    transaction.objectStore('failures').delete([collectionId, file.path]),
  ];
}

function toRecord(collectionId: string, file: NumberedFile): PatchRecord {
  const { barcode: _barcode, thumbnail: _thumbnail, colours: _colours, ...record } = file;
  return { ...record, collectionId };
}
