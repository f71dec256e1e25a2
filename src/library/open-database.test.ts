import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { type IDBPDatabase, openDB, unwrap } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { listCollections } from './collections.ts';
import { closeDatabase, deleteDatabase, openDatabase, whenReplaced } from './open-database.ts';
import { DATABASE_NAME, DATABASE_VERSION } from './schema.ts';
import { addCollection } from './test-records.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

afterEach(async () => {
  await closeDatabase();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Opens the database as another tab with another version of the app would. */
function openElsewhere(version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE_NAME, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

it('shares one connection', async () => {
  expect(await openDatabase()).toBe(await openDatabase());
});

it('keeps what is stored when the connection is opened again', async () => {
  const stored = await addCollection();
  await closeDatabase();
  expect(await listCollections()).toEqual([stored]);
});

it('deletes all that is stored, though another tab of this version has it open', async () => {
  await addCollection();
  const other = await openElsewhere(DATABASE_VERSION);
  other.onversionchange = () => other.close();
  await deleteDatabase();
  expect(await listCollections()).toEqual([]);
});

it('opens a new connection after the browser closed the old one', async () => {
  const first = await openDatabase();
  const closed = new Promise((resolve) => first.addEventListener('close', resolve));
  // Its type asks for the class, where it takes a connection.
  forceCloseDatabase(unwrap(first as IDBPDatabase) as never);
  await closed;
  expect(await openDatabase()).not.toBe(first);
});

it('makes way for a newer version in another tab, and then says that it is the older one', async () => {
  await openDatabase();
  const told = vi.fn();
  whenReplaced(told);
  const newer = await openElsewhere(DATABASE_VERSION + 1);
  expect(told).toHaveBeenCalledOnce();
  await expect(openDatabase()).rejects.toMatchObject({ code: 'storage-newer' });
  newer.close();
});

it('says so when a tab with an older version blocks the upgrade, and works once that tab is closed', async () => {
  const older = await openElsewhere(DATABASE_VERSION);
  vi.doMock('./schema.ts', () => ({ DATABASE_NAME, DATABASE_VERSION: DATABASE_VERSION + 1 }));
  const newer = await import('./open-database.ts');
  await expect(newer.openDatabase()).rejects.toMatchObject({ code: 'storage-upgrade-blocked' });
  older.close();
  expect((await newer.openDatabase()).version).toBe(DATABASE_VERSION + 1);
  await newer.closeDatabase();
  vi.doUnmock('./schema.ts');
});

it('says so when the browser has no storage, and works once it has', async () => {
  vi.stubGlobal('indexedDB', undefined);
  await expect(openDatabase()).rejects.toMatchObject({ code: 'storage-unavailable' });
  vi.stubGlobal('indexedDB', new IDBFactory());
  expect(await listCollections()).toEqual([]);
});

it('says so when the browser forbids storage', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  await expect(openDatabase()).rejects.toMatchObject({ code: 'storage-unavailable', detail: 'SecurityError: denied' });
});

it('takes a database of version 1 along, with what is in it', async () => {
  const old = await openDB(DATABASE_NAME, 1, {
    upgrade(database) {
      database.createObjectStore('collections', { keyPath: 'id' });
    },
  });
  await old.put('collections', { id: 'kept', name: 'Kept', createdAt: 1 });
  old.close();
  expect([...(await openDatabase()).objectStoreNames]).toEqual(['collections', 'slides']);
  expect(await listCollections()).toEqual([{ id: 'kept', name: 'Kept', createdAt: 1 }]);
});
