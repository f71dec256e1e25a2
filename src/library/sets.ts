/**
 * Sets of a collection's patches that a person has put together and named. A patch may be in several; one that is deleted
 * stays listed, since it may be brought back under its id.
 */
import * as v from 'valibot';
import { AppError } from '../base/errors.ts';
import { parse } from '../base/parse.ts';
import { requireCollection } from './collections.ts';
import { namedSetEntries } from './facts.ts';
import { wholeCollection } from './key-ranges.ts';
import type { SetRecord } from './schema.ts';
import { seal, unseal } from './seal.ts';
import { transact } from './transact.ts';

/** A set without where it is stored. */
export type NamedSet = Omit<SetRecord, 'collectionId' | 'checksum'>;

/** More would be a list that nobody finds anything in. */
export const MOST_SETS = 200;

const setSchema: v.GenericSchema<unknown, NamedSet> = v.object(namedSetEntries);

/** The sets of a collection, the oldest first; damaged ones are left out. */
export async function readSets(collectionId: string): Promise<NamedSet[]> {
  const records = await transact(['sets'], 'readonly', (transaction) =>
    transaction.objectStore('sets').getAll(wholeCollection(collectionId)),
  );
  const sets = records.flatMap((record) => {
    const parsed = parse(setSchema, unseal(record));
    return 'value' in parsed ? [parsed.value] : [];
  });
  return sets.sort((a, b) => a.createdAt - b.createdAt);
}

/**
 * Stores a set, in the place of a former one of its id.
 * @throws AppError collection-missing, collection-damaged, too-many-sets, storage-full and the other storage errors.
 */
export function putSet(collectionId: string, set: NamedSet): Promise<void> {
  return transact(['collections', 'sets'], 'readwrite', async (transaction) => {
    await requireCollection(transaction, collectionId);
    const store = transaction.objectStore('sets');
    const isNew = (await store.getKey([collectionId, set.id])) === undefined;
    if (isNew && (await store.count(wholeCollection(collectionId))) >= MOST_SETS) throw new AppError('too-many-sets');
    await store.put(seal<SetRecord>({ ...set, collectionId }));
  });
}

export function deleteSet(collectionId: string, id: string): Promise<void> {
  return transact(['sets'], 'readwrite', async (transaction) => {
    await transaction.objectStore('sets').delete([collectionId, id]);
  });
}
