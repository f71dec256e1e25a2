/** Opens one collection for the gallery and the search, and keeps both true while it is indexed. */
import { toErrorReport } from '../../base/errors.ts';
import { getCollection } from '../../library/collections.ts';
import { readPatches } from '../../library/patches.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import {
  addToSearch,
  closeSearch,
  describeToSearch,
  hideMissing,
  openSearch,
  regroupSearch,
  removeFromSearch,
} from '../question/search-service.ts';
import { type OpenCollectionState, openCollectionStore } from './open-collection-store.ts';
import { dropThumbnails } from './thumbnails.ts';

/** Raised by every opening, so that one that was overtaken stops writing to the store. */
let opening = 0;

/** Patches stored by a run while the collection was still being read. */
let storedMeanwhile: PatchRecord[] = [];

/** Shows a collection: its patches appear as they are read. A failure shows in openCollectionStore. */
export async function openCollection(collectionId: string): Promise<void> {
  const current = openCollectionStore.getState();
  if ((current.status === 'open' || current.status === 'loading') && current.collection.id === collectionId) return;
  const turn = ++opening;
  storedMeanwhile = [];
  try {
    const collection = await getCollection(collectionId);
    if (turn !== opening) return;
    openCollectionStore.setState({ status: 'loading', collection, patches: [], patchCount: 0, edits: 0 }, true);
    openSearch(collection);
    for await (const chunk of readPatches(collectionId)) {
      if (turn !== opening) return;
      addPatches(chunk);
    }
    addPatches(storedMeanwhile);
    hideMissing(collectionId);
    const loaded = openCollectionStore.getState();
    if (turn === opening && loaded.status === 'loading')
      openCollectionStore.setState({ ...loaded, status: 'open' }, true);
  } catch (thrown) {
    if (turn !== opening) return;
    closeSearch();
    openCollectionStore.setState({ status: 'failed', collectionId, error: toErrorReport(thrown) }, true);
  }
}

/** Closes the collection if it is the open one, and gives its memory back. */
export function closeCollection(collectionId: string): void {
  if (!isOpen(collectionId)) return;
  opening++;
  closeSearch();
  openCollectionStore.setState({ status: 'closed' }, true);
}

/** Shows patches that a run has just stored, and makes them findable. */
export function showStored(
  collectionId: string,
  patches: readonly PatchRecord[],
  barcodes: readonly Uint8Array<ArrayBuffer>[],
): void {
  if (!isOpen(collectionId)) return;
  addToSearch(collectionId, patches, barcodes);
  if (openCollectionStore.getState().status === 'open') addPatches(patches);
  else storedMeanwhile.push(...patches);
}

/** Shows other labels of patches that are there, and lets filters know them. */
export function showRelabelled(collectionId: string, patches: readonly PatchRecord[]): void {
  if (!isOpen(collectionId)) return;
  addPatches(patches);
  noteEdit();
}

/** Takes deleted patches off the screen and out of the search. */
export function showDeleted(collectionId: string, ids: readonly number[]): void {
  dropThumbnails(collectionId, ids);
  const state = openState();
  if (state?.collection.id !== collectionId) return;
  removeFromSearch(collectionId, ids);
  const patches = [...state.patches];
  let { patchCount } = state;
  for (const id of ids) {
    if (patches[id]) patchCount--;
    patches[id] = undefined;
  }
  openCollectionStore.setState({ ...state, patches, patchCount }, true);
  noteEdit();
}

/** Shows a changed name or source rule. */
export function refreshOpenCollection(collection: CollectionRecord): void {
  const state = openState();
  if (state?.collection.id !== collection.id) return;
  openCollectionStore.setState({ ...state, collection }, true);
  regroupSearch(collection.id, collection.sourceRule);
}

function isOpen(collectionId: string): boolean {
  return openState()?.collection.id === collectionId;
}

function openState(): Extract<OpenCollectionState, { patches: unknown }> | undefined {
  const state = openCollectionStore.getState();
  return state.status === 'open' || state.status === 'loading' ? state : undefined;
}

function addPatches(added: readonly PatchRecord[]): void {
  const state = openState();
  if (!state || added.length === 0) return;
  const patches = [...state.patches];
  let { patchCount } = state;
  for (const patch of added) {
    if (!patches[patch.id]) patchCount++;
    patches[patch.id] = patch;
  }
  describeToSearch(state.collection.id, added);
  openCollectionStore.setState({ ...state, patches, patchCount }, true);
}

function noteEdit(): void {
  const state = openState();
  if (state) openCollectionStore.setState({ ...state, edits: state.edits + 1 }, true);
}
