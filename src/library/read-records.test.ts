import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { getCollection, listCollections, renameCollection } from './collections.ts';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection } from './deletion.ts';
import { readFailures, readPatches } from './patches.ts';
import type { CollectionRecord, FailureRecord, PatchRecord, SlideRecord } from './schema.ts';
import { seal, unseal } from './seal.ts';
import { putSlide, readSlide, readSlides } from './slides.ts';
import { addCollection, indexedFile, slideRecord } from './test-records.ts';
import { transact } from './transact.ts';

let collection: CollectionRecord;

beforeEach(async () => {
  const { id } = await addCollection();
  await commitBatch(id, ['a.png', 'b.png'].map(indexedNumbered), []);
  await putSlide(slideRecord(id, 'case/a.svs'));
  collection = await getCollection(id);
});

function indexedNumbered(path: string, at: number) {
  return indexedFile(path, at + 1);
}

/** Stores the collection as an older version did that took in anything, with a checksum that agrees. */
async function store(poison: object): Promise<void> {
  await transact(['collections'], 'readwrite', async (transaction) => {
    await transaction.objectStore('collections').put(seal({ ...collection, ...poison } as CollectionRecord));
  });
}

async function listed() {
  return (await listCollections()).find(({ id }) => id === collection.id);
}

describe('a collection of which something cannot be read', () => {
  it.each<[poison: Record<string, unknown>, shown: object]>([
    [{ cutRule: {} }, {}],
    [{ cutRule: 7 }, {}],
    [{ stains: 'x' }, {}],
    [{ stains: [null] }, {}],
    [{ createdAt: 2 ** 53 - 1 }, { createdAt: 0 }],
    [{ profileName: 'constructor' }, { profileName: 'custom' }],
    [{ labelRule: { folderLevel: 1 } }, { labelRule: { folderLevel: 0, renamed: {} } }],
    [{ sourceRule: { kind: 'else' } }, { sourceRule: { kind: 'file' } }],
    [{ name: 'a'.repeat(900_000) }, { name: `${'a'.repeat(500)}…` }],
    [{ name: 7 }, { name: 'Collection without a name' }],
    [{ unfinished: 'x' }, {}],
  ])('is shown without it: %#', async (poison, shown) => {
    await store(poison);
    const [fact = ''] = Object.keys(poison);
    const { [fact as keyof CollectionRecord]: _replaced, ...others } = collection;
    expect(await listed()).toEqual({ ...others, ...shown, unreadable: [fact] });
    expect(await getCollection(collection.id)).toEqual({ ...others, ...shown, unreadable: [fact] });
  });

  it.each([{ size: -256 }, { size: 1e9 }, { layers: [1, 1] }, { sampling: 0 }, { views: 3 }])(
    'can be listed and deleted when its profile says %j',
    async (poison) => {
      await store({ profile: { ...collection.profile, ...poison } });
      expect(await listed()).toMatchObject({ name: 'Colon', patchCount: 2, unreadable: ['profile'] });
      await expect(getCollection(collection.id)).rejects.toMatchObject({ code: 'collection-damaged' });
      await deleteCollection(collection.id);
      expect(await listed()).toBeUndefined();
    },
  );

  it('keeps what a later version may read when something else is changed', async () => {
    await store({ cutRule: { tiling: 'of a later version' } });
    expect(await renameCollection(collection.id, 'Liver')).toMatchObject({ name: 'Liver', unreadable: ['cutRule'] });
    const stored = await transact(['collections'], 'readonly', (transaction) =>
      transaction.objectStore('collections').get(collection.id),
    );
    expect(stored && unseal(stored)).toMatchObject({ name: 'Liver', cutRule: { tiling: 'of a later version' } });
    expect(stored).not.toHaveProperty('unreadable');
  });
});

it.each<[field: string, poison: object]>([
  ['label', { label: 'a'.repeat(1_000_000) }],
  ['path', { path: 'a'.repeat(1_000_000) }],
  ['width', { width: 1e15 }],
  ['area', { area: { x: Number.NaN, y: 0, width: 256, height: 256 } }],
  ['area', { area: { x: 0, y: 0, width: 0, height: 256 } }],
])('a patch whose %s cannot be read counts as damaged, and the others are there', async (_field, poison) => {
  await transact(['patches'], 'readwrite', async (transaction) => {
    const patches = transaction.objectStore('patches');
    const patch = await patches.get([collection.id, 0]);
    await patches.put(seal({ ...patch, ...poison } as PatchRecord));
  });
  const read: number[] = [];
  for await (const chunk of readPatches(collection.id)) read.push(...chunk.map(({ id }) => id));
  expect(read).toEqual([1]);
  expect(await readFailures(collection.id)).toMatchObject([{ error: { code: 'record-damaged' } }]);
});

it.each<[field: string, poison: object]>([
  ['filePaths', { filePaths: 'abc' }],
  ['info', { info: { levels: [] } }],
  ['cut', { cut: {} }],
  ['stains', { stains: { haematoxylin: 'a' } }],
])('a slide whose %s cannot be read counts as damaged', async (_field, poison) => {
  await transact(['slides'], 'readwrite', async (transaction) => {
    const slide = slideRecord(collection.id, 'case/a.svs');
    await transaction.objectStore('slides').put(seal({ ...slide, ...poison } as SlideRecord));
  });
  expect(await readSlides(collection.id)).toEqual([]);
  expect(await readSlide(collection.id, 'case/a.svs')).toBeUndefined();
  expect(await readFailures(collection.id)).toMatchObject([{ path: 'case/a.svs', error: { code: 'record-damaged' } }]);
});

it.each(['constructor', 'a-code-of-another-version'])('a failure with the code %s can be shown', async (code) => {
  await transact(['failures'], 'readwrite', async (transaction) => {
    const failure = { collectionId: collection.id, path: 'c.png', fileSize: 1, fileModified: 1 };
    const error = { code: code as 'unexpected', detail: '' };
    await transaction.objectStore('failures').put(seal<FailureRecord>({ ...failure, error }));
  });
  expect(await readFailures(collection.id)).toMatchObject([{ path: 'c.png', error: { code: 'record-damaged' } }]);
});
