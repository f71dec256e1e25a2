import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import { commitBatch } from '../library/commit-batch.ts';
import { deletePatches } from '../library/edit-patches.ts';
import { addCollection, indexedArea, indexedFile } from '../library/test-records.ts';
import type { PatchChunk } from './patch-chunk.ts';
import { PatchLoader } from './patch-loader.ts';
import { PatchTable } from './patch-table.ts';

const context = { signal: new AbortController().signal, progress: () => {} };

it('reads every patch of a collection but the deleted ones, and tells their order', async () => {
  const { id: collectionId } = await addCollection();
  const files = [
    indexedFile('b/10.png'),
    indexedFile('b/9.png', 2),
    indexedArea('a.svs', 256, 0),
    indexedFile('a/x.png'),
  ];
  const stored = await commitBatch(collectionId, files, []);
  for await (const ids of deletePatches(collectionId, [3])) expect(ids).toEqual([3]);
  const table = new PatchTable(collectionId);
  const loader = new PatchLoader();
  await loader.read({ collectionId }, { ...context, progress: (chunk: PatchChunk) => table.put(chunk) });
  const known = ({ id, path, label, width, height, area }: (typeof stored)[number]) => {
    return { collectionId, id, path, label, width, height, ...(area && { area }) };
  };
  expect(table.list()).toEqual(stored.slice(0, 3).map(known));
  expect([...loader.order().value]).toEqual([2, 1, 0]);
});

it('stops when it is not wanted any more', async () => {
  const { id: collectionId } = await addCollection();
  await commitBatch(collectionId, [indexedFile('a.png')], []);
  const reading = new PatchLoader().read({ collectionId }, { ...context, signal: AbortSignal.abort() });
  await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
});

it('has no order of what was not read', () => {
  expect(() => new PatchLoader().order()).toThrow(AppError);
});
