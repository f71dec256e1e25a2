import { useCallback, useEffect, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { openCollectionStore } from '../../engine/open-collection-store.ts';
import type { Hit, Query, QueryOptions } from '../../engine/search/hits.ts';
import { findSimilar } from '../../engine/search/search-service.ts';

/** Milliseconds after which a person is told that the search is under way. */
const NOTICED = 300;

export interface Question {
  /** Equal keys have equal answers, as long as the collection stays as it is. */
  readonly key: string;
  readonly query: Query;
  readonly options: QueryOptions;
}

export interface Similar {
  /** The last answer: the one of the question before until the new one is there. */
  readonly hits: readonly Hit[] | undefined;
  /** The question that `hits` answers. */
  readonly answeredKey: string | undefined;
  readonly isSearching: boolean;
  /** Searching for longer than one takes for granted. */
  readonly isSlow: boolean;
  readonly error: ErrorReport | undefined;
  /** Patches that came after the answer. */
  readonly newPatches: number;
  askAgain(): void;
}

interface Outcome {
  readonly key: string;
  /** Patches in the collection when it was asked. */
  readonly patchCount: number;
  readonly error?: ErrorReport;
}

/** Asks `question` whenever it changes (it must be stable); undefined while it is still being put, by encoding an image say. */
export function useSimilar(question: Question | undefined, patchCount: number): Similar {
  const [hits, setHits] = useState<readonly Hit[]>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round asks the same again.
  useEffect(() => {
    if (!question) return;
    const { key, query, options } = question;
    const asking = new AbortController();
    const asked = { key, patchCount: countPatches() };
    findSimilar(query, options, asking.signal).then(
      (found) => {
        if (asking.signal.aborted) return;
        setHits(found);
        setOutcome(asked);
      },
      (thrown) => {
        if (!asking.signal.aborted) setOutcome({ ...asked, error: toErrorReport(thrown) });
      },
    );
    return () => asking.abort();
  }, [question, round]);

  const isSearching = outcome?.key !== question?.key;
  const askAgain = useCallback(() => setRound((before) => before + 1), []);
  return {
    hits,
    answeredKey: outcome?.key,
    isSearching,
    isSlow: useStillAfter(NOTICED, isSearching),
    error: isSearching ? undefined : outcome?.error,
    newPatches: isSearching ? 0 : patchCount - (outcome?.patchCount ?? patchCount),
    askAgain,
  };
}

function countPatches(): number {
  const open = openCollectionStore.getState();
  return open.status === 'open' || open.status === 'loading' ? open.patches.length : 0;
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
