import { useCallback, useEffect, useRef, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { currentCollection } from '../../engine/collection/open-collection-store.ts';
import { findSimilar } from '../../engine/question/search-service.ts';
import type { Answer, QueryOptions, SearchQuestion } from '../../search/hits.ts';

/** Milliseconds after which a person is told that the search is under way. */
const NOTICED = 300;

export interface Question {
  /** Equal keys have equal answers, as long as the collection stays as it is. */
  readonly key: string;
  readonly question: SearchQuestion;
  readonly options: QueryOptions;
}

export interface Similar {
  /** The last answer: the one of the question before until the new one is there. */
  readonly answer: Answer | undefined;
  /** The question that it answers. */
  readonly answeredKey: string | undefined;
  readonly isSearching: boolean;
  /** Searching for longer than one takes for granted. */
  readonly isSlow: boolean;
  readonly error: ErrorReport | undefined;
  /** Patches that were not there yet when it was asked. */
  readonly newPatches: number;
  askAgain(): void;
}

interface Outcome {
  readonly key: string;
  /** Patches with ids below this were searched. */
  readonly end: number;
  /** Asked before all of the collection was loaded. */
  readonly isEarly: boolean;
  readonly error?: ErrorReport;
}

/**
 * Asks `question` whenever it changes (it must be stable); undefined while it is still being put, by encoding an image say.
 * What is asked before the whole collection is loaded is asked again then, and so it is when `edits` rises.
 * @param end The id after the last patch's.
 */
export function useSimilar(question: Question | undefined, end: number, edits: number, isLoaded: boolean): Similar {
  const [answer, setAnswer] = useState<Answer>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [round, setRound] = useState(0);
  const isLoadedNow = useRef(isLoaded);
  isLoadedNow.current = isLoaded;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again, as an edit does.
  useEffect(() => {
    if (!question) return;
    const { key, options } = question;
    const asking = new AbortController();
    const asked = { key, end: endOfPatches(), isEarly: !isLoadedNow.current };
    findSimilar(question.question, options, asking.signal).then(
      (found) => {
        if (asking.signal.aborted) return;
        setAnswer(found);
        setOutcome({ ...asked, end: found.searched });
      },
      (thrown) => {
        if (!asking.signal.aborted) setOutcome({ ...asked, error: toErrorReport(thrown) });
      },
    );
    return () => asking.abort();
  }, [question, round, edits]);

  const askAgain = useCallback(() => setRound((before) => before + 1), []);
  const isOutdated = isLoaded && outcome?.isEarly === true;
  useEffect(() => {
    if (isOutdated) askAgain();
  }, [isOutdated, askAgain]);
  const isSearching = outcome?.key !== question?.key;
  return {
    answer,
    answeredKey: outcome?.key,
    isSearching,
    isSlow: useStillAfter(NOTICED, isSearching),
    error: isSearching ? undefined : outcome?.error,
    newPatches: isSearching ? 0 : Math.max(0, end - (outcome?.end ?? end)),
    askAgain,
  };
}

function endOfPatches(): number {
  return currentCollection()?.patches.end ?? 0;
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
