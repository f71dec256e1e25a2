import * as v from 'valibot';
import { useStore } from 'zustand';
import { persist } from 'zustand/middleware';
import { useShallow } from 'zustand/react/shallow';
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';
import { NO_FILTER, type QueryOptions } from '../../search/hits.ts';
import type { Examples } from './query/examples.ts';
import type { QueryTrail } from './query/query-trail.ts';

export const HIT_COUNTS = [10, 20, 50, 100] as const;

/** Which patches may be among the hits: a choice about one collection, which has its own slides and labels. */
type Choices = Omit<QueryOptions, 'n'>;

export interface SimilarState {
  /** Hits wanted; kept between visits. */
  readonly n: number;
  /** The choices belong to this collection: another one starts with the first ones. Kept between visits, but for the filter. */
  readonly chosen: { readonly collectionId: string; readonly choices: Choices } | undefined;
  readonly trail: QueryTrail | undefined;
  /** What was added to a query, if anything was. */
  readonly examples: Examples | undefined;
}

const FIRST_CHOICES: Choices = {
  sameSource: true,
  insideRegion: false,
  onePerSource: false,
  foldNeighbours: true,
  learned: false,
  filter: NO_FILTER,
};

const FIRST: SimilarState = { n: HIT_COUNTS[0], chosen: undefined, trail: undefined, examples: undefined };

/** An earlier visit may not have known every choice. */
const choicesSchema = v.object({
  sameSource: v.fallback(v.boolean(), FIRST_CHOICES.sameSource),
  insideRegion: v.fallback(v.boolean(), FIRST_CHOICES.insideRegion),
  onePerSource: v.fallback(v.boolean(), FIRST_CHOICES.onePerSource),
  foldNeighbours: v.fallback(v.boolean(), FIRST_CHOICES.foldNeighbours),
  learned: v.fallback(v.boolean(), FIRST_CHOICES.learned),
});

const keptSchema = v.object({
  n: v.fallback(v.picklist(HIT_COUNTS), HIT_COUNTS[0]),
  chosen: v.optional(v.object({ collectionId: v.string(), choices: choicesSchema })),
});

export const similarStore = createStore<SimilarState>()(
  persist((): SimilarState => FIRST, {
    name: 'gramscope-similar',
    partialize: ({ n, chosen }) => ({
      n,
      ...(chosen && { chosen: { ...chosen, choices: withoutFilter(chosen.choices) } }),
    }),
    merge: (kept, state) => {
      const { n, chosen } = parseOr(keptSchema, kept, FIRST);
      return {
        ...state,
        n,
        ...(chosen && { chosen: { ...chosen, choices: { ...FIRST_CHOICES, ...chosen.choices } } }),
      };
    },
  }),
);

/** A filter is forgotten with the page. */
function withoutFilter({ filter: _filter, ...choices }: Choices): Omit<Choices, 'filter'> {
  return choices;
}

export function optionsOf({ n, chosen }: SimilarState, collectionId: string): QueryOptions {
  return { ...FIRST_CHOICES, ...(chosen?.collectionId === collectionId && chosen.choices), n };
}

export function changeOptions(collectionId: string, change: Partial<QueryOptions>): void {
  similarStore.setState((state) => {
    const { n, ...choices } = { ...optionsOf(state, collectionId), ...change };
    return { n, chosen: { collectionId, choices } };
  });
}

export function useOptions(collectionId: string): QueryOptions {
  return useStore(
    similarStore,
    useShallow((state) => optionsOf(state, collectionId)),
  );
}
