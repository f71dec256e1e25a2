import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TABLE_LIMITS, type TableFacts } from '../base/table.ts';
import { getCollection } from './collections.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { openDatabase } from './open-database.ts';
import { attachTable, changeTable, detachTable, readTableFile } from './tables.ts';
import { addCollection, tableFacts, tableFile } from './test-records.ts';

afterEach(() => vi.restoreAllMocks());

const idsOf = ({ tables }: { tables?: readonly TableFacts[] }) => tables?.map(({ id }) => id);
const keysOf = async (collectionId: string) =>
  (await (await openDatabase()).getAllKeys('tables')).filter(([owner]) => owner === collectionId).map(([, id]) => id);

describe('a table', () => {
  it('is attached, changed, replaced in its place and detached again', async () => {
    const { id } = await addCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    await attachTable(id, tableFacts('two'), tableFile(2));
    expect(await readTableFile(id, 'one')).toEqual(tableFile(1));
    const { naming, columns } = tableFacts('one');
    await changeTable(id, 'one', { naming: { ...naming, way: 'folder' }, columns });
    expect((await getCollection(id)).tables?.map((table) => table.naming.way)).toEqual(['folder', 'file-name']);
    await attachTable(id, tableFacts('three'), tableFile(3), 'one');
    expect(idsOf(await getCollection(id))).toEqual(['three', 'two']);
    expect(await keysOf(id)).toEqual(['three', 'two']);
    await detachTable(id, 'three');
    expect(await detachTable(id, 'two')).not.toHaveProperty('tables');
    expect(await keysOf(id)).toEqual([]);
  });

  it.each(['collections', 'tables'])('is not there at all when storing ends at %s', async (failing) => {
    const { id } = await addCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    const before = await getCollection(id);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      if (this.name === failing) this.transaction.abort();
      return request;
    });
    await expect(attachTable(id, tableFacts('two'), tableFile(2), 'one')).rejects.toMatchObject({
      code: 'storage-failed',
    });
    vi.restoreAllMocks();
    expect(await getCollection(id)).toEqual(before);
    expect(await keysOf(id)).toEqual(['one']);
    expect(await readTableFile(id, 'one')).toEqual(tableFile(1));
  });

  it('that has changed since is not read', async () => {
    const { id: collectionId } = await addCollection();
    await attachTable(collectionId, tableFacts('one'), tableFile(1));
    const database = await openDatabase();
    const stored = await database.get('tables', [collectionId, 'one']);
    if (!stored) throw new Error('not stored');
    await database.put('tables', { ...stored, bytes: tableFile(2) });
    await expect(readTableFile(collectionId, 'one')).rejects.toMatchObject({ code: 'table-damaged' });
    await expect(readTableFile(collectionId, 'none')).rejects.toMatchObject({ code: 'table-damaged' });
  });

  it('goes with its collection, and no other', async () => {
    const [{ id: one }, { id: other }] = [await addCollection(), await addCollection()];
    for (const id of [one, other]) await attachTable(id, tableFacts('t'), tableFile(1));
    await deleteCollection(one);
    await removeDeleted();
    expect([await keysOf(one), await keysOf(other)]).toEqual([[], ['t']]);
  });

  it('is refused when there are as many as there may be', async () => {
    const { id } = await addCollection();
    for (let at = 0; at < TABLE_LIMITS.tables; at++) await attachTable(id, tableFacts(`t${at}`), tableFile(1));
    await expect(attachTable(id, tableFacts('more'), tableFile(1))).rejects.toMatchObject({ code: 'too-many-tables' });
    await attachTable(id, tableFacts('instead'), tableFile(1), 't3');
    expect(idsOf(await getCollection(id))?.[3]).toBe('instead');
  });
});
