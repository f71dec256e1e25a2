import { useCallback, useEffect, useState } from 'react';
import { type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { allowFolder } from '../../engine/originals.ts';
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
  const allow = useCallback(() => {
    allowFolder(collectionId).then(
      (isAllowed) => isAllowed && tryAgain(),
      (thrown) => setOpened({ status: 'failed', error: toErrorReport(thrown) }),
    );
  }, [collectionId, tryAgain]);

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
  return { opened, tryAgain };
}
