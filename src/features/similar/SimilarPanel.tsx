import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { openCollectionStore } from '../../engine/collection/open-collection-store.ts';
import { useSlides } from '../../engine/slides/use-slides.ts';
import type { Asked } from '../../ui/routes.ts';
import { AskBox } from './AskBox.tsx';
import type { Addresses } from './addresses.ts';
import { NoQuery } from './NoQuery.tsx';
import { forgetOutsideImage, outsideImageStore, takeOutsideImage } from './outside-image-store.ts';
import type { QueryView } from './query-view.ts';
import { Results } from './Results.tsx';
import styles from './SimilarPanel.module.css';
import { usePastedImage } from './use-pasted-image.ts';
import { useRegion } from './use-region.ts';

export interface SimilarPanelProps {
  collectionId: string;
  asked: Asked | undefined;
  /** Stable. */
  addresses: Addresses;
}

/** What is like it: the query on top, its hits below, and a place to ask with an image from outside. */
export function SimilarPanel({ collectionId, asked, addresses }: SimilarPanelProps) {
  const [, navigate] = useLocation();
  const open = useStore(openCollectionStore);
  const image = useStore(outsideImageStore, (state) => state.image);
  const takeImage = useCallback(
    (file: File) => {
      void takeOutsideImage(collectionId, file);
      navigate(addresses.of({ kind: 'outside' }));
    },
    [collectionId, addresses, navigate],
  );
  usePastedImage(takeImage);
  const cancel = () => {
    forgetOutsideImage();
    navigate(addresses.of(undefined));
  };

  const isHere = (open.status === 'open' || open.status === 'loading') && open.collection.id === collectionId;
  const slides = useSlides(collectionId);
  const region = useRegion(isHere ? open.collection : undefined, asked, slides);
  const query = isHere ? queryView() : undefined;

  function queryView(): QueryView | undefined {
    if (region) return { kind: 'region', region };
    if (asked?.kind === 'outside') return image?.collectionId === collectionId ? { kind: 'outside', image } : undefined;
    const patch = isHere && asked?.kind === 'patch' ? open.patches[asked.patchId] : undefined;
    return patch && { kind: 'patch', patch };
  }
  return (
    <aside className={styles.panel} aria-label="Look-alikes">
      {isHere && query && asked ? (
        <Results
          key={collectionId}
          collection={open.collection}
          patches={open.patches}
          patchCount={open.patchCount}
          edits={open.edits}
          isLoaded={open.status === 'open'}
          asked={asked}
          query={query}
          slides={slides}
          addresses={addresses}
          onCancel={cancel}
        />
      ) : (
        <NoQuery isLoading={!isHere || open.status === 'loading'} asked={asked} isOnSlide={addresses.showsPlaces} />
      )}
      <AskBox onImage={takeImage} />
    </aside>
  );
}
