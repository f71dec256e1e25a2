import { useCallback, useEffect, useRef, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../base/errors.ts';

/** What came of a task. */
export interface Task<Value> {
  /** Undefined until the present task is done. */
  readonly value: Value | undefined;
  /** The last value there was: of an earlier task, while the present one is under way or after it failed. */
  readonly last: Value | undefined;
  /** Why the present task failed. */
  readonly error: ErrorReport | undefined;
  readonly isRunning: boolean;
  /** Does the present task once more. */
  again(): void;
}

interface Outcome<Value> {
  /** The task that has been done; undefined when it is to be done once more. */
  readonly done: string | undefined;
  readonly error?: ErrorReport;
  readonly last?: { readonly key: string; readonly value: Value } | undefined;
}

/**
 * Does what `key` names, whenever it names something else, and gives up what it named before.
 * @param key Undefined when there is nothing to do.
 * @param run May be another function at every render: the latest one is called.
 */
export function useTask<Value>(key: string | undefined, run: (signal: AbortSignal) => Promise<Value>): Task<Value> {
  const [outcome, setOutcome] = useState<Outcome<Value>>({ done: undefined });
  const latest = useRef(run);
  latest.current = run;
  const isDone = outcome.done === key;
  const isRunning = key !== undefined && !isDone;
  useEffect(() => {
    if (key === undefined || !isRunning) return;
    const running = new AbortController();
    latest.current(running.signal).then(
      (value) => {
        if (!running.signal.aborted) setOutcome({ done: key, last: { key, value } });
      },
      (thrown) => {
        const error = toErrorReport(thrown);
        if (!running.signal.aborted) setOutcome(({ last }) => ({ done: key, error, last }));
      },
    );
    return () => running.abort();
  }, [key, isRunning]);
  const again = useCallback(() => setOutcome(({ last }) => ({ done: undefined, last })), []);
  const { error, last } = outcome;
  return {
    value: last?.key === key ? last?.value : undefined,
    last: last?.value,
    error: isDone ? error : undefined,
    isRunning,
    again,
  };
}
