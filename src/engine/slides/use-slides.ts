import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { SlideRecord } from '../../library/schema.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';
import { openCollectionOf, openCollectionStore, useOpenedCollection } from '../collection/open-collection-store.ts';
import { indexingStore } from '../indexing/indexing-store.ts';
import { listSlides } from './open-slide.ts';

const NONE: readonly SlideRecord[] = [];

/**
 * The slides of a collection, in natural order of their paths; undefined until they have been read. They are read anew when
 * the first patch of another one comes, and when a run ends. Where patches were deleted, `patchCount` is how many are left.
 */
export function useSlides(collectionId: string): readonly SlideRecord[] | undefined {
  const [read, setRead] = useState<{ readonly collectionId: string; readonly slides: readonly SlideRecord[] }>();
  const known = useStore(
    openCollectionStore,
    (state) => openCollectionOf(state, collectionId)?.patches.table.slide.words.length,
  );
  const phase = useStore(indexingStore, ({ run }) => (run?.collectionId === collectionId ? run.phase : undefined));
  // biome-ignore lint/correctness/useExhaustiveDependencies: either says that there may be other slides.
  useEffect(() => {
    let isCurrent = true;
    listSlides(collectionId).then(
      (slides) => isCurrent && setRead({ collectionId, slides }),
      (thrown) => {
        if (isCurrent) setRead({ collectionId, slides: NONE });
        tellUnforeseen(thrown);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [collectionId, known, phase]);
  return useWithoutDeleted(collectionId, read?.collectionId === collectionId ? read.slides : undefined);
}

function useWithoutDeleted(
  collectionId: string,
  slides: readonly SlideRecord[] | undefined,
): readonly SlideRecord[] | undefined {
  const open = useOpenedCollection(collectionId);
  const table = open?.patches.table;
  const hasDeleted = open !== undefined && (open.edits > 0 || open.collection.nextId !== undefined);
  const counts = hasDeleted ? slides?.map(({ path }) => table?.slide.countOf(table.slide.codeOf(path) ?? 0) ?? 0) : [];
  // As long as they are the same numbers, the slides are the same objects.
  const key = counts?.join() ?? '';
  return useMemo(() => {
    if (key === '') return slides;
    const left = key.split(',').map(Number);
    return slides?.map((slide, at) => ({ ...slide, patchCount: left[at] ?? slide.patchCount }));
  }, [slides, key]);
}
