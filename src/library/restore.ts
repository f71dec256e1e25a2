/**
 * A collection that is being restored is hidden until it is whole. If the tab is killed, what was stored of it stays hidden,
 * with a mark that says of which export it is and how far it got, until the restoring goes on or it is discarded.
 */
import { AppError } from '../base/errors.ts';
import { readAllCollections } from './collections.ts';
import { markingAsDeleted } from './deletion.ts';
import type { CollectionRecord, SetRecord, SlideRecord } from './schema.ts';
import { seal, unseal } from './seal.ts';
import type { NamedSet } from './sets.ts';
import { type StoreName, type Transaction, transact } from './transact.ts';

/** What is stored of a collection that is not whole yet; the counts are those of what is stored. */
export type RestoringCollection = CollectionRecord & Required<Pick<CollectionRecord, 'restoring'>>;

/** Every one, the newest collection (not import) first; damaged ones too, which can be discarded and nothing else. */
export async function listRestoring(): Promise<RestoringCollection[]> {
  const collections = await readAllCollections();
  return collections.filter(isRestoring).sort((a, b) => b.createdAt - a.createdAt);
}

/**
 * @param facts With the counts that the whole collection will have.
 * @param archive Digest of the export.
 * @returns The record under which what belongs to the collection is stored.
 */
export function beginRestoring(facts: Omit<CollectionRecord, 'id'>, archive: string): Promise<RestoringCollection> {
  const collection: RestoringCollection = {
    ...facts,
    id: crypto.randomUUID(),
    patchCount: 0,
    thumbnailBytes: 0,
    deleted: true,
    restoring: { archive, total: facts.patchCount },
  };
  return transact(['collections'], 'readwrite', async (transaction) => {
    await transaction.objectStore('collections').add(seal(collection));
    return collection;
  });
}

/**
 * Counts further patches as stored, inside the transaction that stores them.
 * @throws AppError collection-missing when it was discarded meanwhile, collection-damaged; so does `endRestoring`.
 */
export async function countRestored<Name extends StoreName>(
  transaction: Transaction<Name | 'collections', 'readwrite'>,
  id: string,
  further: Pick<CollectionRecord, 'patchCount' | 'thumbnailBytes'>,
): Promise<void> {
  const collection = await requireRestoring(transaction, id);
  const patchCount = collection.patchCount + further.patchCount;
  const thumbnailBytes = collection.thumbnailBytes + further.thumbnailBytes;
  await transaction.objectStore('collections').put(seal({ ...collection, patchCount, thumbnailBytes }));
}

/**
 * Stores the slides and sets and shows the collection, now that it is whole; the files of its tables and the numbers of its lens are stored by then.
 * @throws AppError import-damaged when it is not.
 */
export function endRestoring(
  id: string,
  slides: readonly Omit<SlideRecord, 'collectionId'>[],
  { tables, lens, sets = [] }: Pick<CollectionRecord, 'tables' | 'lens'> & { readonly sets?: readonly NamedSet[] },
): Promise<CollectionRecord> {
  return transact(['collections', 'slides', 'sets'], 'readwrite', async (transaction) => {
    const { deleted: _deleted, restoring, ...restored } = await requireRestoring(transaction, id);
    const collection: CollectionRecord = { ...restored, ...(tables && { tables }), ...(lens && { lens }) };
    if (collection.patchCount !== restoring.total) {
      throw new AppError('import-damaged', `${collection.patchCount} of ${restoring.total} patches`);
    }
    await Promise.all([
      ...slides.map((slide) => transaction.objectStore('slides').put(seal({ ...slide, collectionId: id }))),
      ...sets.map((set) => transaction.objectStore('sets').put(seal<SetRecord>({ ...set, collectionId: id }))),
      transaction.objectStore('collections').put(seal(collection)),
    ]);
    return collection;
  });
}

/** Gives up a collection that is being restored: it is deleted. One that is whole by now stays. */
export function discardRestoring(id: string): Promise<void> {
  return markingAsDeleted(id, () =>
    transact(['collections'], 'readwrite', async (transaction) => {
      const found = await transaction.objectStore('collections').get(id);
      if (!found || !isRestoring(found)) return;
      const { restoring: _restoring, ...collection } = found;
      await transaction.objectStore('collections').put(seal<CollectionRecord>(collection));
    }),
  );
}

/** Gives up what a killed tab was about to restore and had stored nothing of. To be called by the writer alone. */
export async function discardUnbegun(): Promise<void> {
  for (const { id, patchCount } of await listRestoring()) if (patchCount === 0) await discardRestoring(id);
}

function isRestoring(collection: CollectionRecord): collection is RestoringCollection {
  return collection.deleted === true && collection.restoring !== undefined;
}

async function requireRestoring<Name extends StoreName>(
  transaction: Transaction<Name | 'collections', 'readwrite'>,
  id: string,
): Promise<RestoringCollection> {
  const found = await transaction.objectStore('collections').get(id);
  if (!found || !isRestoring(found)) throw new AppError('collection-missing', id);
  const collection = unseal(found);
  if (!collection) throw new AppError('collection-damaged', id);
  return collection;
}
