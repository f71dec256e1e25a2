/**
 * A collection that is being restored is marked as deleted until it is whole: no list shows it, and if the tab is killed,
 * the next start removes it.
 */
import { AppError } from '../base/errors.ts';
import type { CollectionRecord } from './schema.ts';
import { seal } from './seal.ts';
import { transact } from './transact.ts';

/** @returns The record under which what belongs to the collection is stored. */
export function beginRestoring(facts: Omit<CollectionRecord, 'id' | 'deleted'>): Promise<CollectionRecord> {
  const collection: CollectionRecord = { ...facts, id: crypto.randomUUID(), deleted: true };
  return transact(['collections'], 'readwrite', async (transaction) => {
    await transaction.objectStore('collections').add(seal(collection));
    return collection;
  });
}

/** Shows the collection, now that it is whole. @throws AppError collection-missing when it was removed meanwhile. */
export function endRestoring(id: string): Promise<CollectionRecord> {
  return transact(['collections'], 'readwrite', async (transaction) => {
    const found = await transaction.objectStore('collections').get(id);
    if (!found) throw new AppError('collection-missing', id);
    const { deleted: _deleted, checksum: _checksum, ...collection } = found;
    await transaction.objectStore('collections').put(seal<CollectionRecord>(collection));
    return collection;
  });
}
