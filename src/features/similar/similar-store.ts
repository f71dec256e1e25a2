import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { QueryOptions } from '../../engine/search/hits.ts';
import type { QueryTrail } from './query-trail.ts';

export const HIT_COUNTS = [10, 20, 50, 100] as const;

export interface SimilarState {
  /** Kept between visits. */
  readonly options: QueryOptions;
  readonly trail: QueryTrail | undefined;
}

export const similarStore = createStore<SimilarState>()(
  persist((): SimilarState => ({ options: { n: HIT_COUNTS[0], sameSource: true }, trail: undefined }), {
    name: 'gramscope-similar',
    partialize: ({ options }) => ({ options }),
  }),
);

export function changeOptions(change: Partial<QueryOptions>): void {
  similarStore.setState(({ options }) => ({ options: { ...options, ...change } }));
}
