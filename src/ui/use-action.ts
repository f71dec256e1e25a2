import { useState } from 'react';
import { type ErrorReport, toErrorReport } from '../base/errors.ts';

/** Something a button starts that takes a while and can fail. */
export interface Action {
  readonly isBusy: boolean;
  readonly error: ErrorReport | undefined;
  run(work: () => Promise<void>): void;
}

/** Runs work for a button: busy while it lasts, and its error to show if it fails. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorReport>();

  const run = async (work: () => Promise<void>) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(toErrorReport(thrown));
    } finally {
      setIsBusy(false);
    }
  };
  return { isBusy, error, run: (work) => void run(work) };
}
