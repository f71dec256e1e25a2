/** One bit of one record of any store is turned: the record is set aside with a report, and the others are as they were. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../base/seeded-random.ts';
import { exportCollection } from './archive/export-collection.ts';
import { getCollection, listCollections, renameCollection } from './collections.ts';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { deletePatches } from './edit-patches.ts';
import { openDatabase } from './open-database.ts';
import { readColours, readColoursOf, readFailures, readKnownFiles, readPatches, readThumbnails } from './patches.ts';
import { readBarcodes } from './segments.ts';
import { putSlide, readSlide, readSlides } from './slides.ts';
import { addCollection, indexedFile, slideRecord } from './test-records.ts';
import { flipBit } from './testing/flip-bit.ts';

const PATHS = ['a', 'b', 'c', 'd'];
const IDS = [0, 1, 2, 3];
const SLIDES = ['x.svs', 'y.svs'];
/** The patch whose records are damaged. */
const HIT = 2;
const SEEDS = Array.from({ length: 40 }, (_, at) => at + 1);
const UNREADABLE = { path: 'e', fileSize: 1, fileModified: 2, error: { code: 'image-broken', detail: 'x' } } as const;

let id: string;

beforeEach(async () => {
  ({ id } = await addCollection());
  const files = PATHS.map((path, at) => indexedFile(path, at + 1));
  await commitBatch(id, files, [UNREADABLE]);
  for (const path of SLIDES) await putSlide(slideRecord(id, path));
});
afterEach(() => deleteCollection(id));

/** Puts a damaged record in the place of a sound one. */
async function damagePatch(seed: number): Promise<void> {
  const database = await openDatabase();
  const record = await database.get('patches', [id, HIT]);
  if (!record) throw new Error('nothing to damage');
  await database.put('patches', flipBit(record, ['collectionId', 'id'], seededRandom(seed)));
}

/** The same of the one block of a store. @param fields Those of which one is damaged. */
async function damageBlock(store: 'thumbnailBlocks' | 'colourBlocks', fields: 'bytes' | 'rows', seed: number) {
  const database = await openDatabase();
  const record = await database.get(store, [id, 0]);
  if (!record) throw new Error('nothing to damage');
  const spared = fields === 'bytes' ? ['rows', 'checksum'] : ['bytes'];
  await database.put(store, flipBit(record, ['collectionId', 'index', ...spared], seededRandom(seed)));
}

async function collect<Item>(chunks: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

async function pathsOf(records: AsyncIterable<readonly { readonly id: number }[]>): Promise<(string | undefined)[]> {
  return (await collect(records)).map((record) => PATHS[record.id]);
}

async function reported(): Promise<string[]> {
  const failures = await readFailures(id);
  return failures.filter(({ error }) => error.code === 'record-damaged').map(({ path }) => path);
}

function exported(): Promise<void> {
  return exportCollection(
    id,
    async () => {},
    new AbortController().signal,
    () => {},
  );
}

/** What is not left of them is reported, and mended by indexing it anew. */
async function expectMended(left: (string | undefined)[], further: string[] = [], of = PATHS): Promise<void> {
  const lost = of.filter((path) => !left.includes(path));
  expect(await reported()).toEqual(lost);
  expect(new Set((await readKnownFiles(id)).keys())).toEqual(new Set([...left, ...further]));
  await expect(exported()).rejects.toMatchObject({ code: 'record-damaged' });
  const files = lost.map((path) => indexedFile(path, PATHS.indexOf(path) + 1));
  await commitBatch(id, files, []);
  await exported();
}

it('reports nothing while nothing is damaged', async () => {
  await exported();
  expect(await reported()).toEqual([]);
  expect((await readSlides(id)).map(({ path }) => path)).toEqual(SLIDES);
});

describe.each(SEEDS)('a bit turned at random, seed %i,', (seed) => {
  it('in a patch: it is left out, reported, and to be indexed anew', async () => {
    await damagePatch(seed);
    expect(await pathsOf(readPatches(id))).toEqual(['a', 'b', 'd']);
    expect(await reported()).toHaveLength(1);
    expect([...(await readKnownFiles(id)).keys()]).toEqual(['a', 'b', 'd']);
    await expect(exported()).rejects.toMatchObject({ code: 'record-damaged' });
  });

  it('in the colours of one: they are left out, and its file indexed anew mends them', async () => {
    await damageBlock('colourBlocks', 'bytes', seed);
    const left = await pathsOf(readColours(id));
    expect(left).toHaveLength(PATHS.length - 1);
    await expectMended(left);
    expect(await pathsOf(readColours(id))).toEqual(PATHS);
  });

  it('in what tells the colours of some apart: all of them are left out, and their files indexed anew mend them', async () => {
    await damageBlock('colourBlocks', 'rows', seed);
    expect(await pathsOf(readColours(id))).toEqual([]);
    await commitBatch(id, [indexedFile('f', 9)], []);
    expect((await readColoursOf(id, [4])).size).toBe(1);
    await expectMended([], ['f']);
    expect((await collect(readColours(id))).length).toBe(PATHS.length + 1);
  });

  it('in the thumbnail of one: it is left out, and its file indexed anew mends it', async () => {
    await damageBlock('thumbnailBlocks', 'bytes', seed);
    const left = [...(await readThumbnails(id, IDS)).keys()].map((at) => PATHS[at]);
    expect(left).toHaveLength(PATHS.length - 1);
    await expectMended(left);
    expect([...(await readThumbnails(id, IDS)).keys()]).toEqual(IDS);
  });

  it('in what tells the thumbnails of some apart: the one that was deleted is not missed, the others are', async () => {
    await damageBlock('thumbnailBlocks', 'rows', seed);
    for await (const deleted of deletePatches(id, [1])) expect(deleted).toEqual([1]);
    expect((await readThumbnails(id, IDS)).size).toBe(0);
    await expectMended([], [], ['a', 'c', 'd']);
    expect([...(await readThumbnails(id, IDS)).keys()]).toEqual([0, 2, 3]);
  });

  it('in a segment of barcodes: the one barcode is marked', async () => {
    const database = await openDatabase();
    const segment = await database.get('segments', [id, 0]);
    if (!segment) throw new Error('nothing to damage');
    await database.put('segments', flipBit(segment, ['collectionId', 'index'], seededRandom(seed)));
    const damaged: number[] = [];
    for await (const run of readBarcodes(id)) damaged.push(...(run.damaged ?? []));
    expect(damaged).toHaveLength(1);
    expect(await reported()).toEqual(damaged.map((at) => PATHS[at]));
  });

  it('in a slide: it is left out and reported; stored anew, it is there again', async () => {
    const database = await openDatabase();
    const slide = await database.get('slides', [id, 'x.svs']);
    if (!slide) throw new Error('nothing to damage');
    await database.put('slides', flipBit(slide, ['collectionId', 'path'], seededRandom(seed)));
    expect((await readSlides(id)).map(({ path }) => path)).toEqual(['y.svs']);
    expect(await readSlide(id, 'x.svs')).toBeUndefined();
    expect(await reported()).toEqual(['x.svs']);
    await expect(exported()).rejects.toMatchObject({ code: 'record-damaged' });
    await putSlide(slideRecord(id, 'x.svs'));
    expect(await readSlide(id, 'x.svs')).toEqual(slideRecord(id, 'x.svs'));
    expect(await reported()).toEqual([]);
  });

  it('in the report of a file that failed: that it is damaged is told, and nothing else of it', async () => {
    const database = await openDatabase();
    const failure = await database.get('failures', [id, 'e']);
    if (!failure) throw new Error('nothing to damage');
    await database.put('failures', flipBit(failure, ['collectionId', 'path'], seededRandom(seed)));
    expect(await reported()).toEqual(['e']);
  });

  it('in a collection: nothing of it is believed, and it can be deleted', async () => {
    const other = await addCollection({ name: 'other' });
    const database = await openDatabase();
    const collection = await database.get('collections', id);
    if (!collection) throw new Error('nothing to damage');
    await database.put('collections', flipBit(collection, ['id'], seededRandom(seed)));
    await expect(getCollection(id)).rejects.toMatchObject({ code: 'collection-damaged' });
    await expect(renameCollection(id, 'x')).rejects.toMatchObject({ code: 'collection-damaged' });
    await expect(commitBatch(id, [indexedFile('f')], [])).rejects.toMatchObject({ code: 'collection-damaged' });
    await deleteCollection(id);
    await removeDeleted();
    expect(await listCollections()).toEqual([other]);
    for (const store of ['patches', 'thumbnailBlocks', 'colourBlocks', 'segments', 'slides', 'failures'] as const)
      expect(await database.count(store), store).toBe(0);
    await deleteCollection(other.id);
    ({ id } = await addCollection());
  });
});

it('a patch whose label is damaged is mended by its file', async () => {
  const database = await openDatabase();
  const record = await database.get('patches', [id, HIT]);
  if (!record) throw new Error('nothing to damage');
  await database.put('patches', { ...record, label: 'q' });
  expect(await pathsOf(readPatches(id))).toEqual(['a', 'b', 'd']);
  expect(await reported()).toEqual(['c']);
  await commitBatch(id, [indexedFile('c', HIT + 1)], []);
  expect(await pathsOf(readPatches(id))).toEqual(PATHS);
  expect(await reported()).toEqual([]);
  expect((await getCollection(id)).patchCount).toBe(PATHS.length);
});
