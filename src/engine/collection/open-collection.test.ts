import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { commitBatch } from '../../library/commit-batch.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { describeToSearch, removeFromSearch } from '../question/search-service.ts';
import { openCollection, showDeleted, showRelabelled, showStored } from './open-collection.ts';
import { openCollectionStore } from './open-collection-store.ts';

// Its worker has tests of its own.
vi.mock('../question/search-service.ts');

let collectionId: string;

beforeEach(async () => {
  vi.clearAllMocks();
  ({ id: collectionId } = await addCollection());
  await commitBatch(collectionId, [indexedFile('a'), indexedFile('b'), indexedFile('c')], []);
  await openCollection(collectionId);
});

function opened() {
  const state = openCollectionStore.getState();
  if (!('patches' in state)) throw new Error(`it is ${state.status}`);
  return state;
}

function paths(): (string | undefined)[] {
  return opened().patches.map((patch) => patch?.path);
}

it('takes deleted patches off the screen and out of the search, and the others keep their places', () => {
  showDeleted(collectionId, [0, 2]);
  expect(paths()).toEqual([undefined, 'b', undefined]);
  expect(opened()).toMatchObject({ patchCount: 1, edits: 1 });
  expect(removeFromSearch).toHaveBeenCalledWith(collectionId, [0, 2]);
});

it('counts a patch once that is deleted twice, and again when it is back', async () => {
  showDeleted(collectionId, [1]);
  showDeleted(collectionId, [1]);
  expect(opened().patchCount).toBe(2);
  const stored = await commitBatch(collectionId, [indexedFile('b', 2)], []);
  showStored(collectionId, stored, [new Uint8Array(8)]);
  expect(opened().patchCount).toBe(3);
  expect(paths()).toEqual(['a', 'b', 'c']);
});

it('shows other labels, and lets filters know them', () => {
  const [first] = opened().patches;
  if (!first) throw new Error('no patch');
  const relabelled = [{ ...first, label: 'fat' }];
  vi.mocked(describeToSearch).mockClear();
  showRelabelled(collectionId, relabelled);
  expect(opened().patches[0]?.label).toBe('fat');
  expect(opened()).toMatchObject({ patchCount: 3, edits: 1 });
  expect(describeToSearch).toHaveBeenCalledWith(collectionId, relabelled);
});

it('leaves another collection as it is', () => {
  showDeleted('another', [0]);
  expect(opened()).toMatchObject({ patchCount: 3, edits: 0 });
});
