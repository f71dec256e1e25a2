import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { commitBatch } from './commit-batch.ts';
import { openDatabase } from './open-database.ts';
import { readFailures, readKnownFiles, readPatches, readSomePatches, readThumbnails } from './patches.ts';
import { addCollection, indexedFile, patchRecord } from './test-records.ts';

const CHUNK = 2_000;

/** Patches without thumbnails and barcodes. */
async function addPatches(collectionId: string, count: number): Promise<void> {
  const database = await openDatabase();
  const transaction = database.transaction('patches', 'readwrite');
  for (let id = 0; id < count; id++) void transaction.store.put(patchRecord(collectionId, id, indexedFile(`${id}`)));
  await transaction.done;
}

it.each([0, 1, CHUNK, CHUNK + 1, 2 * CHUNK])('reads %i patches in order, some thousand at a time', async (count) => {
  const { id } = await addCollection();
  const other = await addCollection();
  await addPatches(id, count);
  await addPatches(other.id, 1);
  const ids: number[] = [];
  for await (const chunk of readPatches(id)) {
    expect(chunk.length).toBeGreaterThan(0);
    expect(chunk.length).toBeLessThanOrEqual(CHUNK);
    ids.push(...chunk.map((patch) => patch.id));
  }
  expect(ids).toEqual(Array.from({ length: count }, (_, at) => at));
});

it('reads one patch', async () => {
  const { id } = await addCollection();
  await commitBatch(id, [indexedFile('a', 1), indexedFile('b', 2)], []);
  expect(await readSomePatches(id, [1, 2])).toEqual([patchRecord(id, 1, indexedFile('b', 2))]);
});

it('knows by path the files that have a patch', async () => {
  const { id } = await addCollection();
  await commitBatch(id, [indexedFile('a', 1), indexedFile('b', 2)], []);
  const { fileSize, fileModified } = indexedFile('b', 2);
  const known = await readKnownFiles(id);
  expect([...known.keys()]).toEqual(['a', 'b']);
  expect(known.get('b')).toEqual({ id: 1, fileSize, fileModified });
});

it('reads the failures of one collection, by path', async () => {
  const failure = (path: string) => ({
    path,
    fileSize: 1,
    fileModified: 2,
    error: { code: 'file-empty', detail: path } as const,
  });
  const { id } = await addCollection();
  const other = await addCollection();
  await commitBatch(id, [], [failure('ü/b'), failure('a')]);
  await commitBatch(other.id, [], [failure('c')]);
  expect(await readFailures(id)).toEqual([
    { collectionId: id, ...failure('a') },
    { collectionId: id, ...failure('ü/b') },
  ]);
});

it('reads thumbnails of any ids, however they are ordered', async () => {
  const { id } = await addCollection();
  const files = Array.from({ length: 10 }, (_, at) => indexedFile(`${at}`, at + 1));
  await commitBatch(id, files, []);
  const thumbnails = await readThumbnails(id, [7, 2, 3, 4, 2, 9, 10, 99]);
  expect([...thumbnails].sort(([a], [b]) => a - b)).toEqual([2, 3, 4, 7, 9].map((at) => [at, files[at]?.thumbnail]));
  expect(await readThumbnails(id, [])).toEqual(new Map());
});
