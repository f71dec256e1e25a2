import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { LoadProgress } from '../../search/search-worker.ts';

/** How far the open collection's barcodes are in memory; `progress` is undefined while nothing is known yet. */
export interface SearchLoad {
  readonly progress: LoadProgress | undefined;
  /** Every barcode can be found. */
  readonly isComplete: boolean;
  /** Why what is found may not be the whole truth any more, until the search is begun anew. */
  readonly error?: ErrorReport;
}

export const searchLoadStore = createStore<SearchLoad>(() => ({ progress: undefined, isComplete: false }));
