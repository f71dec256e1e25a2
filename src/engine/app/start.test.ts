import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { commitBatch } from '../../library/commit-batch.ts';
import { deleteCollection } from '../../library/deletion.ts';
import { openDatabase } from '../../library/open-database.ts';
import { readThumbnails } from '../../library/patches.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { withWriterLock } from '../../library/writer-lock.ts';
import { removalStore } from '../collection/removal.ts';
import { startEngine } from './start.ts';

vi.mock('../device/encoder-host.ts', () => ({ encoder: () => ({ ready: async () => {} }) }));
vi.mock('../collection/follow-other-tabs.ts', () => ({ followOtherTabs: () => {} }));
vi.mock('./stored.ts', () => ({ noticeLoss: () => {}, rememberCollections: () => {} }));

/** The part of Web Locks in use here: a holder of each name, and those that wait in turn. */
function fakeLocks() {
  const last = new Map<string, Promise<unknown>>();
  return {
    async request(name: string, options: unknown, work = options) {
      const run = work as (lock: object) => Promise<unknown>;
      const done = (last.get(name) ?? Promise.resolve()).catch(() => {}).then(() => run({ name }));
      last.set(name, done);
      return done;
    },
  };
}

beforeEach(() => vi.stubGlobal('navigator', { locks: fakeLocks() }));
afterEach(() => vi.unstubAllGlobals());

it('goes on removing what a killed tab had deleted, and no writer waits for that', async () => {
  const { id } = await addCollection();
  await commitBatch(id, [indexedFile('a.png')], []);
  await deleteCollection(id);
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const locks = navigator.locks;
  const request = locks.request.bind(locks) as (...call: unknown[]) => Promise<unknown>;
  const isHeld = vi.fn();
  vi.spyOn(locks, 'request').mockImplementation(((name: string, options: unknown, work: () => Promise<unknown>) => {
    if (name !== 'gramscope-removal') return request(name, options, work);
    isHeld();
    return request(name, options, () => held.then(work));
  }) as never);
  startEngine();
  await vi.waitFor(() => expect(isHeld).toHaveBeenCalled());
  expect(await withWriterLock(async () => 'written')).toBe('written');
  const database = await openDatabase();
  expect(await database.count('patches')).toBe(1);

  goOn();
  await vi.waitFor(() => expect(removalStore.getState()).toEqual({ isRemoving: false, error: undefined }));
  expect(await database.count('patches')).toBe(0);
  expect(await database.count('collections')).toBe(0);
});

it('puts what an earlier version has stored of each patch into blocks', async () => {
  const { id } = await addCollection();
  const database = await openDatabase();
  await database.put('thumbnails', { collectionId: id, id: 7, jpeg: Uint8Array.of(1).buffer });
  startEngine();
  await vi.waitFor(async () => expect(await database.count('thumbnails')).toBe(0));
  expect((await readThumbnails(id, [7])).get(7)).toEqual(Uint8Array.of(1).buffer);
});
