import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { SlideRecord } from '../../library/schema.ts';
import { openCollectionStore } from '../open-collection-store.ts';
import { listSlides } from './open-slide.ts';

/** Milliseconds that patches may go on coming in before the slides are read again. */
const SETTLED = 300;

const NONE: readonly SlideRecord[] = [];

/** The slides of a collection, in natural order of their paths; undefined until they have been read. */
export function useSlides(collectionId: string): readonly SlideRecord[] | undefined {
  const [read, setRead] = useState<{ readonly collectionId: string; readonly slides: readonly SlideRecord[] }>();
  const patchCount = useStore(openCollectionStore, (state) => ('patches' in state ? state.patches.length : 0));
  const isRead = read?.collectionId === collectionId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with new patches there may be new slides.
  useEffect(() => {
    let isCurrent = true;
    const readNow = () =>
      listSlides(collectionId).then(
        (slides) => isCurrent && setRead({ collectionId, slides }),
        // What cannot be read has no slides; the collection itself says what is wrong.
        () => isCurrent && setRead({ collectionId, slides: NONE }),
      );
    const timer = setTimeout(readNow, isRead ? SETTLED : 0);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [collectionId, patchCount]);
  return isRead ? read.slides : undefined;
}
