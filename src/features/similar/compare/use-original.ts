import { useState } from 'react';
import { type ErrorReport, toErrorReport } from '../../../base/errors.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { allowOriginal, readOriginal } from '../../../engine/collection/originals.ts';
import { useObjectUrl } from '../../../ui/use-object-url.ts';
import { useTask } from '../../../ui/use-task.ts';

export type ShownOriginal =
  | { readonly status: 'reading' | 'missing' }
  | { readonly status: 'needs-permission'; allow(): void }
  | { readonly status: 'failed'; readonly error: ErrorReport }
  | { readonly status: 'there'; readonly url: string };

/** The patch's original image for as long as it is shown. */
export function useOriginal(patch: Patch): ShownOriginal {
  const key = JSON.stringify([patch.collectionId, patch.path]);
  const { value, error, again } = useTask(key, (signal) => readOriginal(patch, signal));
  const [refusal, setRefusal] = useState<{ readonly key: string; readonly error: ErrorReport }>();
  const url = useObjectUrl(value && 'blob' in value ? value.blob : undefined);
  const allow = () => {
    allowOriginal(patch).then(
      (isAllowed) => isAllowed && again(),
      (thrown) => setRefusal({ key, error: toErrorReport(thrown) }),
    );
  };
  const failure = error ?? (refusal?.key === key ? refusal.error : undefined);
  if (failure) return { status: 'failed', error: failure };
  if (value && 'missing' in value) return { status: 'missing' };
  if (value && 'needsPermission' in value) return { status: 'needs-permission', allow };
  return url === undefined ? { status: 'reading' } : { status: 'there', url };
}
