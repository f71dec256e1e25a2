import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../base/errors.ts';
import type { CollectionRecord, PatchRecord } from '../library/schema.ts';

/** The collection that the gallery shows and the search worker holds. Patches appear while it loads and while it is indexed. */
export type OpenCollectionState =
  | { readonly status: 'closed' }
  | { readonly status: 'failed'; readonly collectionId: string; readonly error: ErrorReport }
  | {
      readonly status: 'loading' | 'open';
      readonly collection: CollectionRecord;
      /** Position in this array is the patch id. Replaced (never mutated) when patches are added. */
      readonly patches: readonly PatchRecord[];
    };

export const openCollectionStore = createStore<OpenCollectionState>(() => ({ status: 'closed' }));
