import { startTransition, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { Patches } from '../../columns/patches.ts';
import type { CollectionRecord } from '../../library/schema.ts';

/** The collection that the gallery shows and the search worker holds. Patches appear while it loads and while it is indexed. */
export interface OpenCollection {
  readonly status: 'loading' | 'open';
  readonly collection: CollectionRecord;
  readonly patches: Patches;
  /** Rises when labels are changed or patches deleted: a query may have other hits now. */
  readonly edits: number;
}

export type OpenCollectionState =
  | { readonly status: 'closed' }
  | { readonly status: 'failed'; readonly collectionId: string; readonly error: ErrorReport }
  | OpenCollection;

export const openCollectionStore = createStore<OpenCollectionState>(() => ({ status: 'closed' }));

/** What is open, wholly or as far as it has been read; undefined when nothing is, or another collection than asked for. */
export function openCollectionOf(state: OpenCollectionState, collectionId?: string): OpenCollection | undefined {
  if (state.status !== 'open' && state.status !== 'loading') return undefined;
  return collectionId === undefined || state.collection.id === collectionId ? state : undefined;
}

/** Why the collection could not be opened, or is not there any more. */
export function failureOf(state: OpenCollectionState, collectionId: string): ErrorReport | undefined {
  return state.status === 'failed' && state.collectionId === collectionId ? state.error : undefined;
}

/**
 * What is open for a screen, which it draws again with every change. Patches that come are drawn a few milliseconds at a time,
 * between whatever else the page has to do; all else, such as what a person has changed, at once.
 */
export function useOpenedCollection(collectionId: string): OpenCollection | undefined {
  const [shown, setShown] = useState(() => currentCollection(collectionId));
  useEffect(() => {
    let last = currentCollection(collectionId);
    const show = () => {
      const open = currentCollection(collectionId);
      const change = () => setShown(open);
      if (haveOnlyCome(last, open)) startTransition(change);
      else change();
      last = open;
    };
    show();
    return openCollectionStore.subscribe(show);
  }, [collectionId]);
  return shown?.collection.id === collectionId ? shown : currentCollection(collectionId);
}

/** Whether patches are all that tells two states apart, and none of them was changed by a person. */
function haveOnlyCome(before: OpenCollection | undefined, after: OpenCollection | undefined): boolean {
  return before?.status === after?.status && before?.collection === after?.collection && before?.edits === after?.edits;
}

/** A part of what is open for a screen, which it draws again when that is another one. */
export function useOpened<Part>(collectionId: string, partOf: (open: OpenCollection) => Part): Part | undefined {
  return useStore(openCollectionStore, (state) => {
    const open = openCollectionOf(state, collectionId);
    return open && partOf(open);
  });
}

/** What is open now. */
export function currentCollection(collectionId?: string): OpenCollection | undefined {
  return openCollectionOf(openCollectionStore.getState(), collectionId);
}
