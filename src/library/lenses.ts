/**
 * Similarities learned from labels, one a collection. What is said of one lies in the collection's record, its numbers apart:
 * both come and go in one transaction.
 */
import { AppError } from '../base/errors.ts';
import { requireCollection } from './collections.ts';
import type { CollectionRecord, LensFacts } from './schema.ts';
import { seal, sealLens, unsealLens } from './seal.ts';
import { transact } from './transact.ts';

/**
 * Stores a lens in the place of the former one, or takes that away.
 * @throws AppError collection-missing, collection-damaged, storage-full and the other storage errors.
 */
export function putLens(
  collectionId: string,
  put: { readonly facts: LensFacts; readonly bytes: ArrayBuffer } | undefined,
): Promise<CollectionRecord> {
  const sealed = put && sealLens({ collectionId, bytes: put.bytes });
  return transact(['collections', 'lenses'], 'readwrite', async (transaction) => {
    const { lens: _former, ...collection } = await requireCollection(transaction, collectionId);
    const changed: CollectionRecord = { ...collection, ...(put && { lens: put.facts }) };
    await transaction.objectStore('collections').put(seal(changed));
    const numbers = transaction.objectStore('lenses');
    await (sealed ? numbers.put(sealed) : numbers.delete(collectionId));
    return changed;
  });
}

/** The numbers of a collection's lens. @throws AppError lens-damaged when they have changed or are gone, and the storage errors. */
export async function readLensBytes(collectionId: string): Promise<ArrayBuffer> {
  const stored = await transact(['lenses'], 'readonly', (transaction) =>
    transaction.objectStore('lenses').get(collectionId),
  );
  const lens = stored && unsealLens(stored);
  if (!lens) throw new AppError('lens-damaged', collectionId);
  return lens.bytes;
}

/** Stores the numbers for a collection that is being restored, which shows its lens once it is whole. */
export function restoreLensBytes(collectionId: string, bytes: ArrayBuffer): Promise<void> {
  return transact(['lenses'], 'readwrite', async (transaction) => {
    await transaction.objectStore('lenses').put(sealLens({ collectionId, bytes }));
  });
}
