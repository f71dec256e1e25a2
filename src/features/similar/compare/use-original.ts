import { useCallback, useEffect, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../../../base/errors.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { allowOriginal, readOriginal } from '../../../engine/collection/originals.ts';

export type ShownOriginal =
  | { readonly status: 'reading' | 'missing' }
  | { readonly status: 'needs-permission'; allow(): void }
  | { readonly status: 'failed'; readonly error: ErrorReport }
  | { readonly status: 'there'; readonly url: string };

/** The patch's original image for as long as it is shown. */
export function useOriginal(patch: Patch): ShownOriginal {
  const [shown, setShown] = useState<ShownOriginal>({ status: 'reading' });
  const [round, setRound] = useState(0);
  const allow = useCallback(() => {
    allowOriginal(patch).then(
      (isAllowed) => isAllowed && setRound((before) => before + 1),
      (thrown) => setShown({ status: 'failed', error: toErrorReport(thrown) }),
    );
  }, [patch]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads again, with the permission given meanwhile.
  useEffect(() => {
    const reading = new AbortController();
    let url: string | undefined;
    setShown({ status: 'reading' });
    readOriginal(patch, reading.signal).then(
      (original) => {
        if (reading.signal.aborted) return;
        if ('blob' in original) {
          url = URL.createObjectURL(original.blob);
          setShown({ status: 'there', url });
        } else setShown('missing' in original ? { status: 'missing' } : { status: 'needs-permission', allow });
      },
      (thrown) => {
        if (!reading.signal.aborted) setShown({ status: 'failed', error: toErrorReport(thrown) });
      },
    );
    return () => {
      reading.abort();
      if (url) URL.revokeObjectURL(url);
    };
  }, [patch, allow, round]);
  return shown;
}
