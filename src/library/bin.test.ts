import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { barcodeBytes } from '../barcode/profile.ts';
import { COLOUR_BYTES } from '../base/colour-histogram.ts';
import { binUse, bringBack, emptyBins, eraseBinned } from './bin.ts';
import { commitBatch } from './commit-batch.ts';
import { deletePatches, relabelPatches } from './edit-patches.ts';
import { openDatabase } from './open-database.ts';
import { readFailures, readThumbnails } from './patches.ts';
import { addCollection, indexedFile, TINY_PROFILE } from './test-records.ts';

const PAGE = 'page';
const STORES = ['collections', 'patches', 'thumbnailBlocks', 'colourBlocks', 'segments', 'failures', 'bin'] as const;

beforeEach(async () => {
  const database = await openDatabase();
  for (const store of STORES) await database.clear(store);
});

async function remove(id: string, ids: readonly number[], page?: string): Promise<void> {
  for await (const _ of deletePatches(id, ids, page));
}

/** @returns Ids of those that are back. */
async function undelete(id: string, ids: readonly number[], page = PAGE): Promise<number[]> {
  const all: number[] = [];
  for await (const { patches } of bringBack(id, ids, page)) all.push(...patches.map((patch) => patch.id));
  return all;
}

/** Three patches of one collection: ids 0, 1, 2. */
async function threePatches(): Promise<string> {
  const { id } = await addCollection();
  await commitBatch(id, [indexedFile('a'), indexedFile('b', 2), indexedFile('c', 3)], []);
  return id;
}

async function everyRecord() {
  const database = await openDatabase();
  const records = STORES.map(async (store): Promise<[string, unknown[]]> => [store, await database.getAll(store)]);
  return Object.fromEntries(await Promise.all(records));
}

it('brings deleted patches back byte for byte, with what else was stored of them', async () => {
  const id = await threePatches();
  for await (const _ of relabelPatches(id, [1], 'given'));
  const failed = { path: 'b', fileSize: 1, fileModified: 2, error: { code: 'image-broken', detail: 'x' } } as const;
  await commitBatch(id, [], [failed]);
  const before = await everyRecord();
  await remove(id, [0, 1], PAGE);
  expect([...(await readThumbnails(id, [0, 1, 2])).keys()]).toEqual([2]);
  expect(await undelete(id, [0, 1, 2])).toEqual([0, 1]);
  expect(await everyRecord()).toEqual(before);
  expect(await undelete(id, [0, 1])).toEqual([]);
});

it('keeps nothing in the bin that is deleted for good, or by a page that is closed', async () => {
  const id = await threePatches();
  await remove(id, [0], 'closed');
  await remove(id, [1], 'open');
  await remove(id, [2]);
  expect(await binUse()).toEqual({ patches: 2, bytes: 1 + 2 + 2 * (COLOUR_BYTES + barcodeBytes(TINY_PROFILE)) });
  await emptyBins(new Set(['open', 'another']));
  expect(await undelete(id, [0, 1, 2], 'closed')).toEqual([]);
  expect(await undelete(id, [2], 'open')).toEqual([]);
  expect(await undelete(id, [1], 'open')).toEqual([1]);
  await remove(id, [1], 'open');
  await eraseBinned(id, [1], 'open');
  expect(await undelete(id, [1], 'open')).toEqual([]);
});

it('leaves a patch alone that its folder has brought back, and forgets what it was', async () => {
  const id = await threePatches();
  await remove(id, [1], PAGE);
  await commitBatch(id, [indexedFile('b', 7)], []);
  const before = await everyRecord();
  expect(await undelete(id, [1])).toEqual([]);
  expect(await everyRecord()).toEqual({ ...before, bin: [] });
});

it('finds the damage in what it brings back', async () => {
  const id = await threePatches();
  await remove(id, [0, 1], PAGE);
  const database = await openDatabase();
  const binned = await database.get('bin', [id, PAGE, 1]);
  if (binned) binned.barcode.bytes[3] = 0xff;
  if (binned) await database.put('bin', binned);
  expect(await undelete(id, [0, 1])).toEqual([0]);
  expect((await readFailures(id)).map(({ path, error }) => [path, error.code])).toEqual([['b', 'record-damaged']]);
});
