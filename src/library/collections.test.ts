import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COLOURS, THUMBNAILS } from './blocks.ts';
import {
  finishRun,
  getCollection,
  listCollections,
  markUnfinished,
  renameCollection,
  setSourceRule,
} from './collections.ts';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { openDatabase } from './open-database.ts';
import { putSlide } from './slides.ts';
import { addCollection, indexedFile, slideRecord } from './test-records.ts';
import type { StoreName } from './transact.ts';

const STORES: StoreName[] = [
  'collections',
  'slides',
  'patches',
  'failures',
  'thumbnailBlocks',
  'colourBlocks',
  'segments',
];

beforeEach(async () => {
  const database = await openDatabase();
  for (const store of STORES) await database.clear(store);
});

afterEach(() => vi.restoreAllMocks());

/** A collection with a slide, two patches and a failure: a record at least in every store. */
async function addFilledCollection(): Promise<string> {
  const { id } = await addCollection();
  const failed = { path: 'c', fileSize: 1, fileModified: 1, error: { code: 'image-broken', detail: '' } } as const;
  await putSlide(slideRecord(id, 'a.svs'));
  await commitBatch(id, [indexedFile('a'), indexedFile('b')], [failed]);
  return id;
}

async function countRecords(): Promise<number[]> {
  const database = await openDatabase();
  return Promise.all(STORES.map((store) => database.count(store)));
}

describe('collections', () => {
  it('begin empty and are listed newest first', async () => {
    const clock = vi.spyOn(Date, 'now');
    clock.mockReturnValue(1000);
    const older = await addCollection({ name: 'older' });
    clock.mockReturnValue(2000);
    const newer = await addCollection({ name: 'newer' });
    expect(newer).toMatchObject({ name: 'newer', createdAt: 2000, patchCount: 0, thumbnailBytes: 0 });
    expect(await listCollections()).toEqual([newer, older]);
  });

  it('keep a new name and source rule', async () => {
    const created = await addCollection();
    const sourceRule = { kind: 'pattern', pattern: 'CRC-[0-9]+' } as const;
    await renameCollection(created.id, 'Rectum');
    expect(await setSourceRule(created.id, sourceRule)).toEqual({ ...created, name: 'Rectum', sourceRule });
    expect(await getCollection(created.id)).toEqual({ ...created, name: 'Rectum', sourceRule });
  });

  it('remember a run that has not ended, and where its files came from', async () => {
    const created = await addCollection();
    const origin = { kind: 'folder' } as const;
    expect(await markUnfinished(created.id, 12, origin)).toEqual({ ...created, origin, unfinished: { total: 12 } });
    const labelsFrom = 'another';
    await markUnfinished(created.id, 12, origin, { labelsFrom });
    const goneOnWith = await markUnfinished(created.id, 14, origin, { bringsBack: true });
    expect(goneOnWith.unfinished).toEqual({ total: 14, bringsBack: true, labelsFrom });
    expect(await finishRun(created.id)).toEqual({ ...created, origin });
    expect(await getCollection(created.id)).toEqual({ ...created, origin });
  });

  it('that are not there are reported', async () => {
    await expect(getCollection('none')).rejects.toMatchObject({ code: 'collection-missing' });
    await expect(renameCollection('none', 'x')).rejects.toMatchObject({ code: 'collection-missing' });
  });
});

describe('deleting a collection', () => {
  it('removes all that belongs to it and nothing else', async () => {
    const kept = await addFilledCollection();
    const before = await countRecords();
    const deleted = await addFilledCollection();
    await deleteCollection(deleted);
    await removeDeleted();
    expect(await countRecords()).toEqual(before);
    expect((await listCollections()).map(({ id }) => id)).toEqual([kept]);
  });

  it('removes more patches than go into one transaction', async () => {
    const { id } = await addCollection();
    const files = Array.from({ length: 1_001 }, (_, at) => indexedFile(`${at}`));
    await commitBatch(id, files, []);
    await deleteCollection(id);
    await removeDeleted();
    expect(await countRecords()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('looks for what to remove once a store, however many patches there are', async () => {
    const { id } = await addCollection();
    const files = Array.from({ length: 3_001 }, (_, at) => indexedFile(`${at}`));
    await commitBatch(id, files, []);
    await deleteCollection(id);
    const looks = (['getKey', 'getAllKeys', 'openKeyCursor'] as const).map((call) =>
      vi.spyOn(IDBObjectStore.prototype, call),
    );
    await removeDeleted();
    expect(await countRecords()).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(looks.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBe(2 * 6);
  });

  it('goes on where it was stopped', async () => {
    const { id } = await addCollection();
    const files = Array.from({ length: 4_001 }, (_, at) => indexedFile(`${at}`));
    await commitBatch(id, files, []);
    await deleteCollection(id);
    const controller = new AbortController();
    const { prototype } = IDBObjectStore;
    const remove = prototype.delete;
    vi.spyOn(prototype, 'delete').mockImplementationOnce(function (this: IDBObjectStore, range) {
      controller.abort();
      return remove.call(this, range);
    });
    await expect(removeDeleted(controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    const [collections, , patches = 0, ...others] = await countRecords();
    expect([collections, ...others]).toEqual([
      1,
      0,
      Math.ceil(4_001 / THUMBNAILS.capacity),
      Math.ceil(4_001 / COLOURS.capacity),
      1,
    ]);
    // One removal was under way, and the next one may have been requested.
    expect([2_001, 3_001]).toContain(patches);
    await removeDeleted();
    expect(await countRecords()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('hides it at once and is ended by the next start when the tab dies midway', async () => {
    const id = await addFilledCollection();
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementationOnce(() => {
      throw new DOMException('the tab died', 'UnknownError');
    });
    await deleteCollection(id);
    await expect(removeDeleted()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await listCollections()).toEqual([]);
    await expect(getCollection(id)).rejects.toMatchObject({ code: 'collection-missing' });
    expect(await countRecords()).toEqual([1, 1, 2, 1, 1, 1, 1]);

    await removeDeleted();
    expect(await countRecords()).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('is not begun by a start that finds nothing half deleted', async () => {
    await addFilledCollection();
    await removeDeleted();
    expect(await countRecords()).toEqual([1, 1, 2, 1, 1, 1, 1]);
  });
});
