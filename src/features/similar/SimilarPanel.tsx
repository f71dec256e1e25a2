import { lazy, Suspense, useCallback } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { useOpenedCollection } from '../../engine/collection/open-collection-store.ts';
import { forgetOutsideImage, outsideImageStore, takeOutsideImage } from '../../engine/question/outside-image-store.ts';
import { useSlides } from '../../engine/slides/use-slides.ts';
import { isSameQuery, type QueryId, queryPath } from '../../ui/routes.ts';
import { useKept } from '../../ui/use-change.ts';
import type { Addresses } from './addresses.ts';
import { NoQuery } from './NoQuery.tsx';
import { usePastedImage } from './query/image-intake.ts';
import { QueryImageBox } from './query/QueryImageBox.tsx';
import type { QueryView } from './query/query-view.ts';
import { useRegion } from './query/use-region.ts';
import { Results } from './Results.tsx';
import styles from './SimilarPanel.module.css';

// Loaded when the first set of patches is searched with.
const SetResults = lazy(async () => {
  const { SetResults } = await import('./sets/SetResults.tsx');
  return { default: SetResults };
});

export interface SimilarPanelProps {
  collectionId: string;
  queryId: QueryId | undefined;
  /** Stable. */
  addresses: Addresses;
}

/** The query on top, its hits below, and a place to search with an image from outside. */
export function SimilarPanel({ collectionId, addresses, ...props }: SimilarPanelProps) {
  const queryId = useKept(props.queryId, isSameQuery);
  const [, navigate] = useLocation();
  const open = useOpenedCollection(collectionId);
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

  const slides = useSlides(collectionId);
  const region = useRegion(open?.collection, queryId, slides);
  const query = open && queryView();

  function queryView(): QueryView | undefined {
    if (region) return { kind: 'region', region };
    if (queryId?.kind === 'outside')
      return image?.collectionId === collectionId ? { kind: 'outside', image } : undefined;
    const patch = queryId?.kind === 'patch' ? open?.patches.get(queryId.patchId) : undefined;
    return patch && { kind: 'patch', patch };
  }
  return (
    <aside className={styles.panel} aria-label="Look-alikes">
      {open && queryId?.kind === 'set' ? (
        <Suspense fallback={<NoQuery isLoading queryId={queryId} isOnSlide={false} />}>
          <SetResults
            key={queryPath(collectionId, queryId)}
            collection={open.collection}
            patches={open.patches}
            edits={open.edits}
            isLoaded={open.status === 'open'}
            queryId={queryId}
            addresses={addresses}
          />
        </Suspense>
      ) : open && query && queryId ? (
        <Results
          key={collectionId}
          collection={open.collection}
          patches={open.patches}
          edits={open.edits}
          isLoaded={open.status === 'open'}
          queryId={queryId}
          query={query}
          slides={slides}
          addresses={addresses}
          onCancel={cancel}
        />
      ) : (
        <NoQuery isLoading={open?.status !== 'open'} queryId={queryId} isOnSlide={addresses.showsPlaces} />
      )}
      <QueryImageBox onImage={takeImage} />
    </aside>
  );
}
