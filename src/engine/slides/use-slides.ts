import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { slidePathOf } from '../../library/patch-path.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { openCollectionStore, type Patches } from '../collection/open-collection-store.ts';
import { listSlides } from './open-slide.ts';

/** Milliseconds that patches may go on coming in before the slides are read again. */
const SETTLED = 300;

const NONE: readonly SlideRecord[] = [];

/**
 * The slides of a collection, in natural order of their paths; undefined until they have been read. Where patches were
 * deleted, `patchCount` is how many are left.
 */
export function useSlides(collectionId: string): readonly SlideRecord[] | undefined {
  const [read, setRead] = useState<{ readonly collectionId: string; readonly slides: readonly SlideRecord[] }>();
  const patchCount = useStore(openCollectionStore, (state) => ('patches' in state ? state.patchCount : 0));
  const isRead = read?.collectionId === collectionId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with other patches there may be other slides.
  useEffect(() => {
    let isCurrent = true;
    const readNow = () =>
      listSlides(collectionId).then(
        (slides) => isCurrent && setRead({ collectionId, slides: withoutDeleted(slides) }),
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

function withoutDeleted(slides: readonly SlideRecord[]): readonly SlideRecord[] {
  const open = openCollectionStore.getState();
  if (!('patches' in open) || (open.collection.nextId === undefined && open.edits === 0)) return slides;
  const left = countBySlide(open.patches);
  return slides.map((slide) => ({ ...slide, patchCount: left.get(slide.path) ?? 0 }));
}

function countBySlide(patches: Patches): Map<string, number> {
  const counts = new Map<string, number>();
  for (const patch of patches) {
    const path = patch && slidePathOf(patch);
    if (path !== undefined) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return counts;
}
