import { useEffect, useState } from 'react';
import type { ErrorReport } from '../../../base/errors.ts';
import { findSimilar } from '../../../engine/question/search-service.ts';
import type { QueryOptions, SearchQuestion, SearchResult } from '../../../search/hits.ts';
import { useTask } from '../../../ui/use-task.ts';

/** Milliseconds after which the page says that the search is under way. */
const NOTICED = 300;

export interface Question {
  /** Equal keys have equal hits, as long as the collection stays as it is. */
  readonly key: string;
  readonly question: SearchQuestion;
  readonly options: QueryOptions;
}

/** What is searched, as far as it decides when to search again. */
export interface Searched {
  /** The id after the last patch's. */
  readonly end: number;
  /** Rises with every edit of the patches. */
  readonly edits: number;
  /** False while barcodes are still being loaded: what is found until then may not be the nearest. */
  readonly isAllThere: boolean;
}

export interface Similar {
  /** What was found last: for the question before, until this one is searched. */
  readonly result: SearchResult | undefined;
  /** The question that it was found for. */
  readonly resultKey: string | undefined;
  /** Nothing has been found for this question yet. */
  readonly isSearching: boolean;
  /** Searching for longer than one takes for granted. */
  readonly isSlow: boolean;
  readonly error: ErrorReport | undefined;
  /** Patches that came after the search. */
  readonly newPatches: number;
  searchAgain(): void;
}

/**
 * Searches whenever the question changes, and again after an edit. What was searched before all barcodes were there is
 * searched again then.
 * @param question Undefined while it is not complete: an image is being encoded, say.
 */
export function useSimilar(question: Question | undefined, { end, edits, isAllThere }: Searched): Similar {
  const [isEarly, setIsEarly] = useState(false);
  const search = useTask(question && `${edits} ${question.key}`, async (signal) => {
    if (!question) throw new Error('There is nothing to search with.');
    setIsEarly(!isAllThere);
    return { key: question.key, result: await findSimilar(question.question, question.options, signal) };
  });
  const { isRunning, error, again } = search;
  const isOutdated = isEarly && isAllThere && !isRunning;
  useEffect(() => {
    if (isOutdated) again();
  }, [isOutdated, again]);
  const { result, key: resultKey } = search.last ?? {};
  const isSearching = error === undefined && resultKey !== question?.key;
  return {
    result,
    resultKey,
    isSearching,
    isSlow: useStillAfter(NOTICED, isSearching),
    error,
    newPatches: isSearching || !result ? 0 : Math.max(0, end - result.searched),
    searchAgain: again,
  };
}

/** True once `condition` has held for `milliseconds`. */
function useStillAfter(milliseconds: number, condition: boolean): boolean {
  const [still, setStill] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setStill(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setStill(false);
    };
  }, [milliseconds, condition]);
  return still;
}
