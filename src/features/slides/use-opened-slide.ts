import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { allowSlide } from '../../engine/collection/originals.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { type OpenSlide, openSlide } from '../../engine/slides/open-slide.ts';
import { waitForSlide } from '../../engine/slides/waiting-slides.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { useOnChange } from '../../ui/use-change.ts';
import { useTask } from '../../ui/use-task.ts';

export type OpenedSlide =
  | { readonly status: 'opening' | 'missing' }
  | { readonly status: 'needs-permission'; allow(): void }
  | { readonly status: 'failed'; readonly error: ErrorReport }
  | { readonly status: 'open'; readonly open: OpenSlide };

/** The files of a slide for as long as it is shown, and a way to look for them again. */
export function useOpenedSlide(slide: SlideRecord): { readonly opened: OpenedSlide; tryAgain(): void } {
  const { collectionId, path, fingerprint } = slide;
  const key = JSON.stringify([collectionId, path, fingerprint]);
  const { value, error, again } = useTask(key, () => openSlide(slide));
  const [refusal, setRefusal] = useState<{ readonly key: string; readonly error: ErrorReport }>();
  const allow = () => {
    allowSlide(slide).then(
      (isAllowed) => isAllowed && again(),
      (thrown) => setRefusal({ key, error: toErrorReport(thrown) }),
    );
  };
  // A folder that is dropped again has a run of its own, which tells where the files are.
  const phase = useStore(indexingStore, ({ run }) => (run?.collectionId === collectionId ? run.phase : undefined));
  const isElsewhere = value !== undefined && !('files' in value);
  useOnChange(phase, () => {
    if (phase !== undefined && isElsewhere) again();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the slide.
  useEffect(() => (isElsewhere ? waitForSlide(slide, again) : undefined), [isElsewhere, key, again]);
  return { opened: openedOf(), tryAgain: again };

  function openedOf(): OpenedSlide {
    const failure = error ?? (refusal?.key === key ? refusal.error : undefined);
    if (failure) return { status: 'failed', error: failure };
    if (!value) return { status: 'opening' };
    if ('files' in value) return { status: 'open', open: value };
    return 'missing' in value ? { status: 'missing' } : { status: 'needs-permission', allow };
  }
}
