/**
 * Moves what versions before 7 stored of each patch into blocks, as many at a time as others may wait for, each time all of it
 * or nothing: a killed tab leaves the rest to the next start.
 */
import { BLOCK_STORES, type BlockKind, COLOURS, putRows, type Row, readSpan, THUMBNAILS } from './blocks.ts';
import { transact } from './transact.ts';

/** Whole blocks of both kinds. */
const AT_ONCE = 512;

/** @throws The storage errors; the signal's reason when aborted. What is left stays for the next time. */
export async function packLoose(signal?: AbortSignal): Promise<void> {
  await packKind(THUMBNAILS, signal);
  await packKind(COLOURS, signal);
}

/** The place of a record in its store: of a collection, and a patch of it. */
type Place = readonly [collectionId: string, id: number];

async function packKind<Kind extends Row>(kind: BlockKind<Kind>, signal?: AbortSignal): Promise<void> {
  for (let from: Place | undefined = ['', 0]; from; from = await packSome(kind, from)) signal?.throwIfAborted();
}

/** Moves the first records from `from` on. @returns Where to look for the next ones; undefined when there are none. */
function packSome<Kind extends Row>(kind: BlockKind<Kind>, from: Place): Promise<Place | undefined> {
  return transact(['collections', ...BLOCK_STORES], 'readwrite', async (transaction) => {
    const loose = transaction.objectStore(kind.loose);
    const key = await loose.getKey(IDBKeyRange.lowerBound([...from]));
    if (!key) return undefined;
    const [collectionId, id] = key;
    const collection = await transaction.objectStore('collections').get(collectionId);
    // What belongs to a deleted collection is being removed, its blocks perhaps before the rest.
    if (!collection || (collection.deleted && !collection.restoring)) return [`${collectionId}\u0000`, 0];
    const first = id - (id % AT_ONCE);
    const end = first + AT_ONCE;
    // It takes what it stores from where it was.
    await putRows(transaction, kind, collectionId, await readSpan(transaction, kind, collectionId, first, end));
    return [collectionId, end];
  });
}
