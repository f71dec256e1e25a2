import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renameCollection } from '../../library/collections.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import { deleteCollection } from '../../library/deletion.ts';
import { deletePatches, relabelPatches } from '../../library/edit-patches.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { dismissUnforeseen, unforeseenStore } from '../app/unforeseen.ts';
import { readIntoSearch, removeFromSearch } from '../question/search-service.ts';
import { collectionsStore } from './collections-store.ts';
import { connectLoader } from './connect-loader.ts';
import { followOtherTabs } from './follow-other-tabs.ts';
import { closeCollection, openCollection } from './open-collection.ts';
import { currentCollection, openCollectionStore } from './open-collection-store.ts';
import type { Change } from './other-tabs.ts';
import { loadHere } from './testing/load-here.ts';

vi.mock('../question/search-service.ts');
vi.mock('./connect-loader.ts');

/** As another tab has it. */
const other = new BroadcastChannel('gramscope-changes');
const everythingDeleted = vi.fn();
let collectionId: string;
let stop = () => {};

beforeEach(async () => {
  vi.clearAllMocks();
  vi.mocked(connectLoader).mockImplementation(() => loadHere());
  ({ id: collectionId } = await addCollection());
  await commitBatch(collectionId, [indexedFile('a'), indexedFile('b'), indexedFile('c')], []);
  await openCollection(collectionId);
  stop = followOtherTabs(everythingDeleted);
});

afterEach(() => {
  stop();
  closeCollection(collectionId);
});

function hear(change: Change): void {
  other.postMessage(change);
}

function labels(): (string | undefined)[] {
  const { patches } = currentCollection(collectionId) ?? {};
  return Array.from({ length: patches?.end ?? 0 }, (_, id) => patches?.get(id)?.label);
}

it('shows and finds what another tab has stored, read once for many batches', async () => {
  const stored = await commitBatch(collectionId, [indexedFile('d'), indexedFile('e')], []);
  for (const { id } of stored) hear({ kind: 'patches-stored', collectionId, ids: [id] });
  await vi.waitFor(() => expect(labels()).toHaveLength(5));
  expect(currentCollection(collectionId)).toMatchObject({ patches: { count: 5 }, edits: 0 });
  expect(readIntoSearch).toHaveBeenCalledExactlyOnceWith(collectionId, [3, 4]);
  await vi.waitFor(() => expect(collectionsStore.getState().collections?.[0]?.patchCount).toBe(5));
});

it('shows labels that another tab has given', async () => {
  for await (const { patches } of relabelPatches(collectionId, [1], 'fat')) {
    hear({ kind: 'patches-relabelled', collectionId, ids: patches.map(({ id }) => id) });
  }
  await vi.waitFor(() => expect(labels()).toEqual(['label 1', 'fat', 'label 1']));
  expect(currentCollection(collectionId)?.edits).toBe(1);
});

it('lets go what another tab has deleted', async () => {
  for await (const ids of deletePatches(collectionId, [0, 2])) hear({ kind: 'patches-deleted', collectionId, ids });
  await vi.waitFor(() => expect(labels()).toEqual([undefined, 'label 1', undefined]));
  expect(removeFromSearch).toHaveBeenCalledWith(collectionId, [0, 2]);
});

it('shows another name, in the collection and in the list', async () => {
  await renameCollection(collectionId, 'Other');
  hear({ kind: 'collection-changed', collectionId });
  await vi.waitFor(() => expect(currentCollection(collectionId)?.collection.name).toBe('Other'));
  await vi.waitFor(() => expect(collectionsStore.getState().collections?.[0]?.name).toBe('Other'));
});

it('says of a collection that another tab has deleted that it is not there any more', async () => {
  await deleteCollection(collectionId);
  hear({ kind: 'collection-deleted', collectionId });
  const gone = { status: 'failed', collectionId, error: { code: 'collection-missing' } };
  await vi.waitFor(() => expect(openCollectionStore.getState()).toMatchObject(gone));
});

it('says the same when what it hears of it can be read no more', async () => {
  await deleteCollection(collectionId);
  hear({ kind: 'collection-changed', collectionId });
  const gone = { status: 'failed', collectionId, error: { code: 'collection-missing' } };
  await vi.waitFor(() => expect(openCollectionStore.getState()).toMatchObject(gone));
});

it('leaves it to others what to do when everything was deleted', async () => {
  hear({ kind: 'everything-deleted' });
  await vi.waitFor(() => expect(everythingDeleted).toHaveBeenCalledOnce());
});

it('does not care for other collections', async () => {
  hear({ kind: 'patches-deleted', collectionId: 'other', ids: [0] });
  hear({ kind: 'patches-stored', collectionId: 'other', ids: [7] });
  hear({ kind: 'everything-deleted' });
  await vi.waitFor(() => expect(everythingDeleted).toHaveBeenCalled());
  expect(currentCollection(collectionId)).toMatchObject({ patches: { count: 3 }, edits: 0 });
});

it('says when the list of collections cannot be read, and keeps the one that is shown', async () => {
  const { collections } = collectionsStore.getState();
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementationOnce(() => {
    throw new DOMException('disk', 'UnknownError');
  });
  hear({ kind: 'collections-changed' });
  await vi.waitFor(() => expect(unforeseenStore.getState().error).toMatchObject({ code: 'storage-failed' }));
  expect(collectionsStore.getState().collections).toBe(collections);
  dismissUnforeseen();
});

it('does not take a collection that cannot be read for one that is gone', async () => {
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementationOnce(() => {
    throw new DOMException('disk', 'UnknownError');
  });
  hear({ kind: 'collection-changed', collectionId });
  await vi.waitFor(() => expect(unforeseenStore.getState().error).toMatchObject({ code: 'storage-failed' }));
  expect(currentCollection(collectionId)).toBeDefined();
  dismissUnforeseen();
});
