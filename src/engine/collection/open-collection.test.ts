import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commitBatch } from '../../library/commit-batch.ts';
import { deletePatches } from '../../library/edit-patches.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { addCollection, indexedFile } from '../../library/test-records.ts';
import { describeToSearch, removeFromSearch } from '../question/search-service.ts';
import { connectLoader } from './connect-loader.ts';
import { closeCollection, openCollection, showDeleted, showRelabelled, showStored } from './open-collection.ts';
import { currentCollection, openCollectionStore } from './open-collection-store.ts';
import { loadHere } from './testing/load-here.ts';

// Its worker has tests of its own.
vi.mock('../question/search-service.ts');
// A thread of its own needs a browser.
vi.mock('./connect-loader.ts');

let collectionId: string;
let stored: PatchRecord[];

beforeEach(async () => {
  vi.clearAllMocks();
  vi.mocked(connectLoader).mockImplementation(() => loadHere());
  ({ id: collectionId } = await addCollection());
  stored = await commitBatch(collectionId, [indexedFile('a'), indexedFile('b'), indexedFile('c')], []);
});

afterEach(() => closeCollection(collectionId));

function opened() {
  const open = currentCollection(collectionId);
  if (!open) throw new Error(`it is ${openCollectionStore.getState().status}`);
  return open;
}

function paths(): (string | undefined)[] {
  const { patches } = opened();
  return Array.from({ length: patches.end }, (_, id) => patches.get(id)?.path);
}

describe('a collection that is open', () => {
  beforeEach(() => openCollection(collectionId));

  it('has its patches, and knows the order of their paths', () => {
    expect(paths()).toEqual(['a', 'b', 'c']);
    expect([...(opened().patches.pathOrder ?? [])]).toEqual([0, 1, 2]);
  });

  it('takes deleted patches off the screen and out of the search, and the others keep their places', () => {
    showDeleted(collectionId, [0, 2]);
    expect(paths()).toEqual([undefined, 'b', undefined]);
    expect(opened()).toMatchObject({ patches: { count: 1 }, edits: 1 });
    expect(removeFromSearch).toHaveBeenCalledWith(collectionId, [0, 2]);
  });

  it('counts a patch once that is deleted twice, and again when it is back', async () => {
    showDeleted(collectionId, [1]);
    showDeleted(collectionId, [1]);
    expect(opened().patches.count).toBe(2);
    const back = await commitBatch(collectionId, [indexedFile('b', 2)], []);
    showStored(collectionId, back, [new Uint8Array(8)]);
    expect(opened().patches.count).toBe(3);
    expect(paths()).toEqual(['a', 'b', 'c']);
  });

  it('shows other labels, and lets filters know them', () => {
    const before = opened().patches;
    vi.mocked(describeToSearch).mockClear();
    showRelabelled(
      collectionId,
      stored.slice(0, 1).map((patch) => ({ ...patch, label: 'fat' })),
    );
    expect(opened().patches).not.toBe(before);
    expect(opened().patches.get(0)?.label).toBe('fat');
    expect(opened()).toMatchObject({ patches: { count: 3 }, edits: 1 });
    expect(describeToSearch).toHaveBeenCalledWith(
      collectionId,
      expect.objectContaining({ labels: expect.objectContaining({ words: ['fat'] }) }),
    );
  });

  it('leaves another collection as it is', () => {
    showDeleted('another', [0]);
    expect(opened()).toMatchObject({ patches: { count: 3 }, edits: 0 });
  });
});

describe('while it is being read', () => {
  it('what changes meanwhile is true in the end, though what is read may be older', async () => {
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    vi.mocked(connectLoader).mockImplementation(() => loadHere(() => waiting));
    const opening = openCollection(collectionId);
    await vi.waitFor(() => expect(opened().status).toBe('loading'));
    // Told of as other tabs and runs tell it, while the records that are read are still those of before.
    showDeleted(collectionId, [1]);
    showRelabelled(
      collectionId,
      stored.slice(0, 1).map((patch) => ({ ...patch, label: 'fat' })),
    );
    showStored(collectionId, [{ ...(stored[0] as PatchRecord), id: 3, path: 'd' }], [new Uint8Array(8)]);
    goOn();
    await opening;
    expect(paths()).toEqual(['a', undefined, 'c', 'd']);
    expect(opened().patches.get(0)?.label).toBe('fat');
    expect([...(opened().patches.pathOrder ?? [])]).toEqual([0, 2, 3]);
  });

  it('shows a first screen at once, and what of it is gone when all is read goes', async () => {
    let goOn = () => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    vi.mocked(connectLoader).mockImplementation(() => loadHere(() => waiting));
    const opening = openCollection(collectionId);
    await vi.waitFor(() => expect(opened().status).toBe('loading'));
    expect(paths()).toEqual(['a', 'b', 'c']);
    // Nobody has told of it: as when it was deleted between the two.
    for await (const _ of deletePatches(collectionId, [1]));
    goOn();
    await opening;
    expect(paths()).toEqual(['a', undefined, 'c']);
  });

  it('another one may be opened, and nothing of the first is shown any more', async () => {
    const other = await addCollection();
    const first = openCollection(collectionId);
    await openCollection(other.id);
    await first;
    expect(currentCollection()?.collection.id).toBe(other.id);
    expect(currentCollection()?.patches.count).toBe(0);
    closeCollection(other.id);
  });
});

it('says why a collection cannot be opened', async () => {
  await openCollection('not there');
  expect(openCollectionStore.getState()).toMatchObject({
    status: 'failed',
    collectionId: 'not there',
    error: { code: 'collection-missing' },
  });
});
