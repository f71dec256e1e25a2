import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ErrorReport } from '../../../base/errors.ts';
import type { Patches } from '../../../columns/patches.ts';
import { questionStore } from '../../../engine/question/question-store.ts';
import { type ScaleState, useScale } from '../../../engine/question/scale-store.ts';
import { type SearchLoad, searchLoadStore } from '../../../engine/question/search-load-store.ts';
import { restartSearch } from '../../../engine/question/search-service.ts';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import type { Hit, QueryOptions } from '../../../search/hits.ts';
import { type Unlikely, unlikelyOf } from '../evidence/Evidence.tsx';
import type { FoundPatch } from '../hits/HitList.tsx';
import type { Examples } from '../query/examples.ts';
import { type QueryView, varietyOf } from '../query/query-view.ts';
import { useQuestion } from './use-question.ts';
import { type Question, useSimilar } from './use-similar.ts';

/** What is searched: the open collection, as far as it has been read. */
export interface SearchedCollection {
  readonly collection: CollectionRecord;
  readonly patches: Patches;
  /** See OpenCollection. */
  readonly edits: number;
  /** False while patches are still being read from the library. */
  readonly isLoaded: boolean;
}

/** What a query finds, and how far that is. */
export interface Search {
  readonly found: readonly FoundPatch[] | undefined;
  /** The nearest references, which vote. */
  readonly nearest: readonly FoundPatch[] | undefined;
  readonly references: number;
  /** Names the question that `found` belongs to: the one before, while this one is being searched. */
  readonly foundFor: string | undefined;
  readonly options: QueryOptions | undefined;
  /** Undefined where it is not known. */
  readonly scale: DistanceScale | undefined;
  readonly scaleStatus: ScaleState['status'];
  /** Hits are ranked, and vote, by what labels have taught. */
  readonly isLearned: boolean;
  readonly unlikeness: Unlikely | undefined;
  readonly isSearching: boolean;
  readonly isSlow: boolean;
  readonly newPatches: number;
  readonly load: SearchLoad;
  readonly error: ErrorReport | undefined;
  tryAgain(): void;
}

/** Searches the collection with the query and its examples, and tells the other screens what it finds. */
export function useSearch(searched: SearchedCollection, name: string, query: QueryView, examples: Examples): Search {
  const { collection, patches, edits, isLoaded } = searched;
  const load = useStore(searchLoadStore);
  const question = useQuestion(collection, name, query, examples);
  const { result, resultKey, searchAgain, ...similar } = useSimilar(question, {
    end: patches.end,
    edits,
    isAllThere: isLoaded && load.isComplete,
  });
  // Of what is shown, which answers the question before while this one is searched.
  const isLearned = result?.nearest[0]?.learned !== undefined;
  const { scale, status: scaleStatus } = useScale(isLearned);
  const { scale: plainScale } = useScale(false);
  const isCurrent = result !== undefined && resultKey === question?.key;
  useShownElsewhere(question, isCurrent ? result.hits : undefined);
  const found = useMemo(() => result && withPatches(result.hits, patches), [result, patches]);
  const nearest = useMemo(() => result && withPatches(result.nearest, patches), [result, patches]);
  // Examples were found in the collection: something does resemble them.
  const isAlone = examples.positives.length === 0;
  return {
    ...similar,
    found,
    nearest,
    references: result?.references ?? 0,
    foundFor: resultKey,
    options: question?.options,
    scale,
    scaleStatus,
    isLearned,
    unlikeness: isAlone && isCurrent ? unlikelyOf(plainScale, nearest, varietyOf(query)) : undefined,
    load,
    error: similar.error ?? load.error,
    tryAgain: () => {
      if (load.error) void restartSearch();
      searchAgain();
    },
  };
}

/** Tells the screen beside the panel the query, and its hits once they are found. */
function useShownElsewhere(question: Question | undefined, hits: readonly Hit[] | undefined): void {
  useEffect(() => {
    const current = question && {
      key: question.key,
      question: question.question,
      learned: question.options.learned,
      hits,
    };
    questionStore.setState({ current });
  }, [question, hits]);
  useEffect(() => () => questionStore.setState({ current: undefined }), []);
}

/** Hits with their patches; a hit whose patch is gone is left out. */
function withPatches(hits: readonly Hit[], patches: Patches): FoundPatch[] {
  return hits.flatMap((hit) => {
    const patch = patches.get(hit.patchId);
    return patch ? [{ hit, patch }] : [];
  });
}
