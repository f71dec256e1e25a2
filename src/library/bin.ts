/**
 * What was deleted can be brought back for as long as the page that deleted it is open. So long its records lie in the bin,
 * where nothing that lists, searches, evaluates or exports looks. Each batch goes in, comes back and is erased in one
 * transaction: a kill leaves each patch whole, or in the bin, or erased. The bins of pages that are gone are emptied when
 * the app starts.
 */

import { COLOUR_BYTES } from '../base/colour-histogram.ts';
import { BLOCK_STORES, COLOURS, putRows, THUMBNAILS } from './blocks.ts';
import { checksum } from './checksum.ts';
import { idsEnd, requireCollection, withCounts } from './collections.ts';
import { batchesOfSegments } from './edit-patches.ts';
import { readPatchRecord } from './read-records.ts';
import type { BinRecord, PatchRecord, StoredBarcode } from './schema.ts';
import { isDamaged, seal } from './seal.ts';
import { writeBarcodes } from './segments.ts';
import { setAside } from './set-aside.ts';
import { type Transaction, transact } from './transact.ts';

export interface BroughtBack {
  readonly patches: readonly PatchRecord[];
  /** `barcodes[i]` belongs to `patches[i]`. */
  readonly barcodes: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Brings deleted patches back as they were, under their ids, some at a time, each time all of it or nothing. Those that are
 * not in the page's bin, or are there again because their folder was dropped, are passed over.
 * @throws AppError collection-missing, storage-full and the other storage errors.
 */
export async function* bringBack(
  collectionId: string,
  ids: readonly number[],
  page: string,
): AsyncGenerator<BroughtBack> {
  for (const some of await batchesOfSegments(collectionId, ids)) yield await bringSomeBack(collectionId, some, page);
}

const STORES = ['collections', 'patches', ...BLOCK_STORES, 'segments', 'failures', 'bin'] as const;

type Return = Transaction<(typeof STORES)[number], 'readwrite'>;

async function bringSomeBack(collectionId: string, ids: readonly number[], page: string): Promise<BroughtBack> {
  const returned = await transact([...STORES], 'readwrite', async (transaction) => {
    const collection = await requireCollection(transaction, collectionId);
    const bin = transaction.objectStore('bin');
    const binned = await Promise.all(ids.map((id) => bin.get([collectionId, page, id])));
    const stubs = await Promise.all(ids.map((id) => transaction.objectStore('patches').get([collectionId, id])));
    const records = binned.filter((record, at) => record && stubs[at]?.deleted) as BinRecord[];
    const rows = records.map(({ id, barcode: { bytes, checksum } }) => ({ id, barcode: bytes, checksum }));
    await writeBarcodes(transaction.objectStore('segments'), collection, rows);
    const thumbnails = records.flatMap(({ thumbnail }) => thumbnail ?? []);
    const colours = records.flatMap((record) => record.colours ?? []);
    const [moreThumbnails] = await Promise.all([
      putRows(transaction, THUMBNAILS, collectionId, thumbnails),
      putRows(transaction, COLOURS, collectionId, colours),
    ]);
    const counts = {
      patchCount: collection.patchCount + records.length,
      nextId: idsEnd(collection),
      thumbnailBytes: collection.thumbnailBytes + moreThumbnails,
    };
    await Promise.all([
      ...records.flatMap((record) => putBack(transaction, record)),
      ...ids.map((id) => bin.delete([collectionId, page, id])),
      transaction.objectStore('collections').put(seal(withCounts(collection, counts))),
    ]);
    return records;
  });
  const isSound = ({ patch, barcode }: BinRecord) => !isDamaged(patch) && !isBroken(barcode);
  const damaged = returned.filter((record) => !isSound(record)).map(({ id }) => id);
  if (damaged.length > 0) await setAside(collectionId, damaged);
  const sound = returned.filter(isSound);
  return {
    patches: sound.flatMap(({ patch }) => readPatchRecord(patch) ?? []),
    barcodes: sound.map(({ barcode }) => barcode.bytes),
  };
}

function putBack(transaction: Return, { patch, failure }: BinRecord): Promise<unknown>[] {
  return [
    transaction.objectStore('patches').put(patch),
    ...(failure ? [transaction.objectStore('failures').put(failure)] : []),
  ];
}

function isBroken({ bytes, checksum: expected }: StoredBarcode): boolean {
  return expected !== undefined && checksum(bytes) !== expected;
}

/** Erases patches that a page has in its bin. */
export function eraseBinned(collectionId: string, ids: readonly number[], page: string): Promise<void> {
  return transact(['bin'], 'readwrite', async (transaction) => {
    await Promise.all(ids.map((id) => transaction.objectStore('bin').delete([collectionId, page, id])));
  });
}

/** Empties the bins of all pages but those that are open. */
export function emptyBins(open: ReadonlySet<string>): Promise<void> {
  return transact(['bin'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('bin');
    // From page to page, however much each has: a bin is one range of keys.
    for (let cursor = await store.openKeyCursor(); cursor; ) {
      const [collectionId, page] = cursor.key;
      if (!open.has(page)) await store.delete(IDBKeyRange.bound([collectionId, page], [collectionId, page, []]));
      cursor = await cursor.continue([collectionId, page, []] as unknown as typeof cursor.key);
    }
  });
}

export interface BinUse {
  readonly patches: number;
  /** Of barcodes, colours and thumbnails. */
  readonly bytes: number;
}

/** What lies in all bins. */
export function binUse(): Promise<BinUse> {
  return transact(['bin'], 'readonly', async (transaction) => {
    let [patches, bytes] = [0, 0];
    for (let cursor = await transaction.objectStore('bin').openCursor(); cursor; cursor = await cursor.continue()) {
      const { barcode, thumbnail, colours } = cursor.value;
      patches++;
      bytes += barcode.bytes.byteLength + (thumbnail?.jpeg.byteLength ?? 0) + (colours ? COLOUR_BYTES : 0);
    }
    return { patches, bytes };
  });
}
