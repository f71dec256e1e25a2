import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { getCollection } from './collections.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { putLens, readLensBytes } from './lenses.ts';
import { openDatabase } from './open-database.ts';
import { addCollection, lensFacts, lensNumbers } from './test-records.ts';

afterEach(() => vi.restoreAllMocks());

const lensOf = (id: string, value: number) => ({ facts: lensFacts(id), bytes: lensNumbers(value) });
const isStored = async (id: string) => (await (await openDatabase()).getKey('lenses', id)) !== undefined;

describe('a lens', () => {
  it('is stored, replaced and taken away', async () => {
    const { id } = await addCollection();
    expect((await putLens(id, lensOf('one', 1))).lens).toEqual(lensFacts('one'));
    expect((await putLens(id, lensOf('two', 2))).lens?.id).toBe('two');
    expect((await getCollection(id)).lens).toEqual(lensFacts('two'));
    expect(await readLensBytes(id)).toEqual(lensNumbers(2));
    expect(await putLens(id, undefined)).not.toHaveProperty('lens');
    expect(await isStored(id)).toBe(false);
  });

  it.each(['collections', 'lenses'])('stays as it was when storing ends at %s', async (failing) => {
    const { id } = await addCollection();
    await putLens(id, lensOf('one', 1));
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      if (this.name === failing) this.transaction.abort();
      return request;
    });
    await expect(putLens(id, lensOf('two', 2))).rejects.toMatchObject({ code: 'storage-failed' });
    vi.restoreAllMocks();
    expect((await getCollection(id)).lens?.id).toBe('one');
    expect(await readLensBytes(id)).toEqual(lensNumbers(1));
  });

  it('that has changed since is not read', async () => {
    const { id: collectionId } = await addCollection();
    await putLens(collectionId, lensOf('one', 1));
    const database = await openDatabase();
    const stored = await database.get('lenses', collectionId);
    if (!stored) throw new Error('not stored');
    await database.put('lenses', { ...stored, bytes: lensNumbers(2) });
    await expect(readLensBytes(collectionId)).rejects.toMatchObject({ code: 'lens-damaged' });
    await expect(readLensBytes('none')).rejects.toMatchObject({ code: 'lens-damaged' });
  });

  it('goes with its collection, and no other', async () => {
    const [{ id: one }, { id: other }] = [await addCollection(), await addCollection()];
    for (const id of [one, other]) await putLens(id, lensOf('l', 1));
    await deleteCollection(one);
    await removeDeleted();
    expect([await isStored(one), await isStored(other)]).toEqual([false, true]);
  });
});
