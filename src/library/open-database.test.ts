import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { type IDBPDatabase, unwrap } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listCollections } from './collections.ts';
import { commitBatch } from './commit-batch.ts';
import { putLens, readLensBytes } from './lenses.ts';
import { closeDatabase, deleteDatabase, openDatabase, whenReplaced } from './open-database.ts';
import { readColours, readFailures, readPatches, readThumbnails } from './patches.ts';
import { DATABASE_NAME, DATABASE_VERSION, type ThumbnailRecord } from './schema.ts';
import { readBarcode } from './segments.ts';
import { readSlides } from './slides.ts';
import { attachTable, readTableFile } from './tables.ts';
import { addCollection, indexedFile, lensFacts, lensNumbers, tableFacts, tableFile } from './test-records.ts';
import { makeVersion1, makeVersion2, makeVersion4, makeVersion5, makeVersion6 } from './testing/old-versions.ts';

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

describe.each([
  ['1', makeVersion1, []],
  ['2', makeVersion2, ['slide.svs']],
])('a database of version %s', (_, make, slides) => {
  it('is taken along, with all that is in it', async () => {
    await make();
    expect((await openDatabase()).version).toBe(DATABASE_VERSION);
    expect(await listCollections()).toMatchObject([{ id: 'old', name: 'Old', patchCount: 2 }]);
    expect(await readAll(readPatches('old'))).toMatchObject([{ id: 0, path: 'a.png', label: 'tumour' }, { id: 1 }]);
    expect((await readAll(readColours('old'))).map(({ pixelHash }) => pixelHash)).toEqual(['0', '1']);
    expect([...(await readThumbnails('old', [0, 1])).values()].map((jpeg) => new Uint8Array(jpeg)[0])).toEqual([1, 2]);
    expect([...(await readBarcode('old', 0)), ...(await readBarcode('old', 1))]).toEqual([
      ...new Array(8).fill(1),
      ...new Array(8).fill(2),
    ]);
    expect((await readSlides('old')).map(({ path }) => path)).toEqual(slides);
    expect((await readFailures('old')).map(({ path, error }) => [path, error.code])).toEqual([
      ['c.png', 'image-broken'],
    ]);
  });

  it('is added to, and what is added carries checksums', async () => {
    await make();
    await commitBatch('old', [indexedFile('a.png', 7), indexedFile('new.png', 8)], []);
    expect((await readAll(readPatches('old'))).map(({ path }) => path)).toHaveLength(3);
    const database = await openDatabase();
    const checksumOf = async (id: number) => (await database.get('patches', ['old', id]))?.checksum;
    expect([await checksumOf(0), await checksumOf(1), await checksumOf(2)]).toEqual([
      expect.any(Number),
      undefined,
      expect.any(Number),
    ]);
    expect((await readAll(readColours('old'))).map(({ pixelHash }) => pixelHash)).toEqual(['7', '1', '8']);
  });
});

it.each([
  ['4', makeVersion4],
  ['5', makeVersion5],
  ['6', makeVersion6],
])('a database of version %s is taken along, its checksums fit, and it takes tables and a lens', async (_, make) => {
  await make();
  expect(await listCollections()).toMatchObject([{ id: 'old', patchCount: 1 }]);
  expect(await listCollections()).not.toMatchObject([{ unreadable: expect.anything() }]);
  expect(await readAll(readPatches('old'))).toMatchObject([{ id: 0, path: 'a.png', label: 'tumour' }]);
  expect(await readFailures('old')).toEqual([]);
  expect([...(await readBarcode('old', 0))]).toEqual(new Array(8).fill(1));
  expect(await (await openDatabase()).count('bin')).toBe(1);
  await attachTable('old', tableFacts('one'), tableFile(1));
  expect(await listCollections()).toMatchObject([{ tables: [{ id: 'one' }] }]);
  expect(await readTableFile('old', 'one')).toEqual(tableFile(1));
  await putLens('old', { facts: lensFacts('l'), bytes: lensNumbers(1) });
  expect(await listCollections()).toMatchObject([{ tables: [{ id: 'one' }], lens: { id: 'l' } }]);
  expect(await readLensBytes('old')).toEqual(lensNumbers(1));
});

it('damage to barcodes and thumbnails of version 2 is still found', async () => {
  await makeVersion2();
  const database = await openDatabase();
  const jpeg = Uint8Array.of(9).buffer;
  await database.put('thumbnails', { ...(await database.get('thumbnails', ['old', 0])), jpeg } as ThumbnailRecord);
  expect([...(await readThumbnails('old', [0, 1])).keys()]).toEqual([1]);
});

async function readAll<Item>(chunks: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}
