import * as v from 'valibot';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';
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

/** An earlier visit may not have known every option. */
const keptSchema = v.object({
  options: v.object({
    n: v.fallback(v.picklist(HIT_COUNTS), HIT_COUNTS[0]),
    sameSource: v.fallback(v.boolean(), FIRST_OPTIONS.sameSource),
    onePerSource: v.fallback(v.boolean(), FIRST_OPTIONS.onePerSource),
    foldNeighbours: v.fallback(v.boolean(), FIRST_OPTIONS.foldNeighbours),
  }),
});

export const similarStore = createStore<SimilarState>()(
  persist((): SimilarState => ({ options: FIRST_OPTIONS, trail: undefined, examples: undefined }), {
    name: 'gramscope-similar',
    partialize: ({ options: { filter: _filter, ...options } }) => ({ options }),
    merge: (kept, state) => {
      const { options } = parseOr(keptSchema, kept, { options: FIRST_OPTIONS });
      return { ...state, options: { ...state.options, ...options } };
    },
  }),
);

export function changeOptions(change: Partial<QueryOptions>): void {
  similarStore.setState(({ options }) => ({ options: { ...options, ...change } }));
}
