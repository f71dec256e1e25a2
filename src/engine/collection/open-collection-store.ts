import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';

/** Position in this array is the patch id; undefined where a patch was deleted. Replaced (never mutated) when patches change. */
export type Patches = readonly (PatchRecord | undefined)[];

/** The collection that the gallery shows and the search worker holds. Patches appear while it loads and while it is indexed. */
export type OpenCollectionState =
  | { readonly status: 'closed' }
  | { readonly status: 'failed'; readonly collectionId: string; readonly error: ErrorReport }
  | {
      readonly status: 'loading' | 'open';
      readonly collection: CollectionRecord;
      readonly patches: Patches;
      /** How many there are. */
      readonly patchCount: number;
      /** Rises when labels are changed or patches deleted: what was asked before may have another answer now. */
      readonly edits: number;
    };

export const openCollectionStore = createStore<OpenCollectionState>(() => ({ status: 'closed' }));
