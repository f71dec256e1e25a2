/** What versions before 7 stored of each patch is read where it lies, and moved into blocks, whenever the tab is killed. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bringBack } from './bin.ts';
import { BLOCK_STORES, type BlockKind, COLOURS, type Row, readSpan, THUMBNAILS } from './blocks.ts';
import { getCollection } from './collections.ts';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { deletePatches } from './edit-patches.ts';
import { closeDatabase, openDatabase } from './open-database.ts';
import { packLoose } from './pack-loose.ts';
import { readRowPages } from './pages.ts';
import { readColours, readFailures, readThumbnails } from './patches.ts';
import { addCollection, indexedFile } from './test-records.ts';
import { makeVersion1, makeVersion2, makeVersion6 } from './testing/old-versions.ts';
import { transact } from './transact.ts';

beforeEach(() => vi.stubGlobal('indexedDB', new IDBFactory()));

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
  vi.unstubAllGlobals();
});

const MANY = 1_300;
const IDS = Array.from({ length: MANY }, (_, at) => at);
const PAGE = 'page';

/** A collection of which every third patch is deleted, and all from 600 to 899. */
async function addWithHoles(): Promise<string> {
  const { id } = await addCollection();
  const files = IDS.map((at) => indexedFile(`${at}`, (at % 255) + 1));
  await commitBatch(id, files, []);
  for await (const _ of deletePatches(
    id,
    IDS.filter((at) => at % 3 === 0 || (at >= 600 && at < 900)),
  ));
  return id;
}

/** Puts those of which `isLoose` says it of the first id of their block where versions before 7 had them. */
async function loosen(collectionId: string, isLoose: (id: number) => boolean): Promise<void> {
  await loosenKind(THUMBNAILS, collectionId, isLoose);
  await loosenKind(COLOURS, collectionId, isLoose);
}

function loosenKind<Kind extends Row>(kind: BlockKind<Kind>, collectionId: string, isLoose: (id: number) => boolean) {
  return transact([...BLOCK_STORES], 'readwrite', async (transaction) => {
    for (let first = 0; first < MANY; first += kind.capacity) {
      if (!isLoose(first)) continue;
      const rows = await readSpan(transaction, kind, collectionId, first, first + kind.capacity);
      await transaction.objectStore(kind.blocks).delete([collectionId, first / kind.capacity]);
      for (const row of rows) await transaction.objectStore(kind.loose).put(row as never);
    }
  });
}

async function contentOf(id: string) {
  const colours: unknown[] = [];
  for await (const page of readColours(id)) colours.push(...page);
  return { colours, thumbnails: await readThumbnails(id, IDS), failures: await readFailures(id) };
}

async function countLoose(): Promise<number> {
  const database = await openDatabase();
  return (await database.count('thumbnails')) + (await database.count('colours'));
}

const HALVES: [string, (id: number) => boolean][] = [
  ['all of it', () => true],
  ['the first half of it', (id) => id < MANY / 2],
  ['the second half of it', (id) => id >= MANY / 2],
  ['every other block of it', (id) => Math.floor(id / 64) % 2 === 0],
];

describe.each(HALVES)('a collection with holes, %s in records of their own,', (_, isLoose) => {
  it('reads the same before and after it is packed', async () => {
    const id = await addWithHoles();
    const before = await contentOf(id);
    expect(before.colours.length).toBe(before.thumbnails.size);
    await loosen(id, isLoose);
    expect(await countLoose()).toBeGreaterThan(0);
    expect(await contentOf(id)).toEqual(before);
    await packLoose();
    expect(await countLoose()).toBe(0);
    expect(await contentOf(id)).toEqual(before);
  });

  it('is read page by page', async () => {
    const id = await addWithHoles();
    const { thumbnails } = await contentOf(id);
    await loosen(id, isLoose);
    for (const size of [1, 7, 500]) {
      const ids: number[] = [];
      for await (const page of readRowPages(THUMBNAILS, id, size)) ids.push(...page.map((row) => row.id));
      expect(ids, `${size} a page`).toEqual([...thumbnails.keys()]);
    }
  });

  it('loses what is deleted, has it again when that is undone, and keeps what is indexed anew', async () => {
    const id = await addWithHoles();
    await loosen(id, isLoose);
    const before = await contentOf(id);
    const ids = [1, 64, 65, 598, 901, 1_298];
    for await (const _ of deletePatches(id, ids, PAGE));
    const left = await contentOf(id);
    expect([...before.thumbnails.keys()].filter((at) => !left.thumbnails.has(at))).toEqual(ids);
    await packLoose();
    expect(await contentOf(id)).toEqual(left);
    for await (const _ of bringBack(id, ids, PAGE));
    expect(await contentOf(id)).toEqual(before);
    const { thumbnailBytes } = await getCollection(id);
    await commitBatch(id, [indexedFile('2', 200)], []);
    expect((await readThumbnails(id, [2])).get(2)?.byteLength).toBe(200);
    expect((await getCollection(id)).thumbnailBytes).toBe(thumbnailBytes + 200 - 3);
    await packLoose();
    expect((await readThumbnails(id, [2])).get(2)?.byteLength).toBe(200);
  });

  it('is deleted without a trace, packed or not', async () => {
    const id = await addWithHoles();
    await loosen(id, isLoose);
    await deleteCollection(id);
    await packLoose();
    await removeDeleted();
    const database = await openDatabase();
    for (const store of BLOCK_STORES) expect(await database.count(store), store).toBe(0);
  });
});

it('goes on where it was stopped: whenever that is, nothing is lost', async () => {
  const id = await addWithHoles();
  const before = await contentOf(id);
  await loosen(id, () => true);
  const controller = new AbortController();
  const { prototype } = IDBObjectStore;
  const remove = prototype.delete;
  vi.spyOn(prototype, 'delete').mockImplementationOnce(function (this: IDBObjectStore, range) {
    controller.abort();
    return remove.call(this, range);
  });
  const loose = await countLoose();
  await expect(packLoose(controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  expect(await countLoose()).toBeLessThan(loose);
  expect(await contentOf(id)).toEqual(before);
  for (const call of ['put', 'delete'] as const) {
    const left = await countLoose();
    vi.spyOn(prototype, call).mockImplementationOnce(() => {
      throw new DOMException('the tab died', 'UnknownError');
    });
    await expect(packLoose()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await countLoose()).toBe(left);
    expect(await contentOf(id)).toEqual(before);
  }
  await packLoose();
  expect(await countLoose()).toBe(0);
  expect(await contentOf(id)).toEqual(before);
});

it.each([
  ['1', makeVersion1],
  ['2', makeVersion2],
  ['6', makeVersion6],
])('what version %s has stored is the same once it is packed', async (_, make) => {
  await make();
  const before = await contentOf('old');
  expect(before.thumbnails.size).toBeGreaterThan(0);
  await packLoose();
  expect(await countLoose()).toBe(0);
  expect(await contentOf('old')).toEqual(before);
});

it('does not take damage for the truth', async () => {
  await makeVersion2();
  const database = await openDatabase();
  const thumbnail = await database.get('thumbnails', ['old', 0]);
  if (thumbnail) await database.put('thumbnails', { ...thumbnail, jpeg: Uint8Array.of(9).buffer });
  await packLoose();
  expect([...(await readThumbnails('old', [0, 1])).keys()]).toEqual([1]);
  expect((await readFailures('old')).map(({ path }) => path)).toContain('a.png');
});
