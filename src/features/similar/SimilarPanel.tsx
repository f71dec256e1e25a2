import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { openCollectionStore } from '../../engine/open-collection-store.ts';
import { collectionPath } from '../../ui/routes.ts';
import { AskBox } from './AskBox.tsx';
import { NoQuery } from './NoQuery.tsx';
import { forgetOutsideImage, outsideImageStore, takeOutsideImage } from './outside-image-store.ts';
import { addressOf } from './query-trail.ts';
import type { QueryView } from './query-view.ts';
import { Results } from './Results.tsx';
import styles from './SimilarPanel.module.css';
import { usePastedImage } from './use-pasted-image.ts';

export interface SimilarPanelProps {
  collectionId: string;
  /** The query, when a patch is asked with. */
  patchId: number | undefined;
  /** Whether the outside image is asked with. */
  asking: boolean;
}

/** What is like it: the query on top, its hits below, and a place to ask with an image from outside. */
export function SimilarPanel({ collectionId, patchId, asking }: SimilarPanelProps) {
  const [, navigate] = useLocation();
  const open = useStore(openCollectionStore);
  const image = useStore(outsideImageStore, (state) => state.image);
  const takeImage = useCallback(
    (file: File) => {
      void takeOutsideImage(collectionId, file);
      navigate(addressOf(collectionId, { kind: 'outside' }));
    },
    [collectionId, navigate],
  );
  usePastedImage(takeImage);
  const cancel = () => {
    forgetOutsideImage();
    navigate(collectionPath(collectionId));
  };

  const isHere = (open.status === 'open' || open.status === 'loading') && open.collection.id === collectionId;
  const patch = isHere && patchId !== undefined ? open.patches[patchId] : undefined;
  const outside = asking && image?.collectionId === collectionId ? image : undefined;
  const query: QueryView | undefined = patch
    ? { kind: 'patch', patch }
    : outside && { kind: 'outside', image: outside };
  return (
    <aside className={styles.panel} aria-label="Look-alikes">
      {isHere && query ? (
        <Results
          key={collectionId}
          collection={open.collection}
          patches={open.patches}
          isLoaded={open.status === 'open'}
          query={query}
          onCancel={cancel}
        />
      ) : (
        <NoQuery isLoading={!isHere || open.status === 'loading'} patchId={patchId} asking={asking} />
      )}
      <AskBox onImage={takeImage} />
    </aside>
  );
}
