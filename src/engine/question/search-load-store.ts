import { createStore } from 'zustand/vanilla';
import type { LoadProgress } from '../../search/search-worker.ts';

/** How far the open collection's barcodes are in memory; `progress` is undefined while nothing is known yet. */
export interface SearchLoad {
  readonly progress: LoadProgress | undefined;
  /** Every barcode can be found. */
  readonly isComplete: boolean;
}

export const searchLoadStore = createStore<SearchLoad>(() => ({ progress: undefined, isComplete: false }));
