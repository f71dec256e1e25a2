import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { NO_FILTER, type QueryOptions } from '../../search/hits.ts';
import type { Examples } from './examples.ts';
import type { QueryTrail } from './query-trail.ts';

export const HIT_COUNTS = [10, 20, 50, 100] as const;

export interface SimilarState {
  /** Kept between visits, but for the filter. */
  readonly options: QueryOptions;
  readonly trail: QueryTrail | undefined;
  /** What was added to a query, if anything was. */
  readonly examples: Examples | undefined;
}

const FIRST_OPTIONS: QueryOptions = {
  n: HIT_COUNTS[0],
  sameSource: true,
  insideRegion: false,
  onePerSource: false,
  foldNeighbours: true,
  filter: NO_FILTER,
};

export const similarStore = createStore<SimilarState>()(
  persist((): SimilarState => ({ options: FIRST_OPTIONS, trail: undefined, examples: undefined }), {
    name: 'gramscope-similar',
    partialize: ({ options: { filter: _filter, ...options } }) => ({ options }),
    // An earlier visit may not have known every option.
    merge: (kept, state) => ({ ...state, options: { ...state.options, ...(kept as Partial<SimilarState>)?.options } }),
  }),
);

export function changeOptions(change: Partial<QueryOptions>): void {
  similarStore.setState(({ options }) => ({ options: { ...options, ...change } }));
}
