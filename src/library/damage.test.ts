/** One bit of one record of any store is turned: the record is set aside with a report, and the others are as they were. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../base/seeded-random.ts';
import { exportCollection } from './archive/export-collection.ts';
import { getCollection, listCollections, renameCollection } from './collections.ts';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { openDatabase } from './open-database.ts';
import { readColours, readFailures, readKnownFiles, readPatches, readThumbnails } from './patches.ts';
import { readBarcodes } from './segments.ts';
import { putSlide, readSlide, readSlides } from './slides.ts';
import { addCollection, indexedFile, slideRecord } from './test-records.ts';
import { flipBit } from './testing/flip-bit.ts';

const PATHS = ['a', 'b', 'c', 'd'];
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
async function damage(store: 'patches' | 'colours' | 'thumbnails', seed: number): Promise<void> {
  const database = await openDatabase();
  const record = await database.get(store, [id, HIT]);
  if (!record) throw new Error('nothing to damage');
  await database.put(store, flipBit(record, ['collectionId', 'id'], seededRandom(seed)));
}

async function pathsOf(records: AsyncIterable<readonly { readonly id: number }[]>): Promise<(string | undefined)[]> {
  const ids: number[] = [];
  for await (const chunk of records) ids.push(...chunk.map((record) => record.id));
  return ids.map((at) => PATHS[at]);
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

it('reports nothing while nothing is damaged', async () => {
  await exported();
  expect(await reported()).toEqual([]);
  expect((await readSlides(id)).map(({ path }) => path)).toEqual(SLIDES);
});

describe.each(SEEDS)('a bit turned at random, seed %i,', (seed) => {
  it('in a patch: it is left out, reported, and to be indexed anew', async () => {
    await damage('patches', seed);
    expect(await pathsOf(readPatches(id))).toEqual(['a', 'b', 'd']);
    expect(await reported()).toHaveLength(1);
    expect([...(await readKnownFiles(id)).keys()]).toEqual(['a', 'b', 'd']);
    await expect(exported()).rejects.toMatchObject({ code: 'record-damaged' });
  });

  it('in its colours: they are left out, and its file indexed anew mends them', async () => {
    await damage('colours', seed);
    expect(await pathsOf(readColours(id))).toEqual(['a', 'b', 'd']);
    expect(await reported()).toEqual(['c']);
    expect([...(await readKnownFiles(id)).keys()]).toEqual(['a', 'b', 'd']);
    await expect(exported()).rejects.toMatchObject({ code: 'record-damaged' });
    await commitBatch(id, [indexedFile('c', HIT + 1)], []);
    expect(await pathsOf(readColours(id))).toEqual(PATHS);
    await exported();
  });

  it('in its thumbnail: it is left out and reported', async () => {
    await damage('thumbnails', seed);
    expect([...(await readThumbnails(id, [0, 1, 2, 3])).keys()]).toEqual([0, 1, 3]);
    expect(await reported()).toEqual(['c']);
    await expect(exported()).rejects.toMatchObject({ code: 'record-damaged' });
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
    for (const store of ['patches', 'thumbnails', 'colours', 'segments', 'slides', 'failures'] as const)
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
