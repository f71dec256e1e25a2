import { useCallback, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { allowSlide } from '../../engine/collection/originals.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { type OpenSlide, openSlide } from '../../engine/slides/open-slide.ts';
import type { SlideRecord } from '../../library/schema.ts';

export type OpenedSlide =
  | { readonly status: 'opening' | 'missing' }
  | { readonly status: 'needs-permission'; allow(): void }
  | { readonly status: 'failed'; readonly error: ErrorReport }
  | { readonly status: 'open'; readonly open: OpenSlide };

/** The files of a slide for as long as it is shown, and a way to look for them again. */
export function useOpenedSlide(slide: SlideRecord): { readonly opened: OpenedSlide; tryAgain(): void } {
  const [opened, setOpened] = useState<OpenedSlide>({ status: 'opening' });
  const [round, setRound] = useState(0);
  const { collectionId } = slide;
  const tryAgain = useCallback(() => setRound((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the fingerprint stands for the slide.
  const allow = useCallback(() => {
    allowSlide(slide).then(
      (isAllowed) => isAllowed && tryAgain(),
      (thrown) => setOpened({ status: 'failed', error: toErrorReport(thrown) }),
    );
  }, [collectionId, slide.path, slide.fingerprint, tryAgain]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the fingerprint stands for the slide; a new round looks again.
  useEffect(() => {
    let isCurrent = true;
    setOpened({ status: 'opening' });
    openSlide(slide).then(
      (found) => {
        if (!isCurrent) return;
        if ('files' in found) setOpened({ status: 'open', open: found });
        else setOpened('missing' in found ? { status: 'missing' } : { status: 'needs-permission', allow });
      },
      (thrown) => isCurrent && setOpened({ status: 'failed', error: toErrorReport(thrown) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [collectionId, slide.path, slide.fingerprint, allow, round]);
  // A folder that is dropped again has a run of its own, which tells where the files are.
  const phase = useStore(indexingStore, ({ run }) => (run?.collectionId === collectionId ? run.phase : undefined));
  const isElsewhere = opened.status === 'missing' || opened.status === 'needs-permission';
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again when a run begins, goes on or ends.
  useEffect(() => {
    if (isElsewhere && phase !== undefined) tryAgain();
  }, [phase]);
  return { opened, tryAgain };
}
