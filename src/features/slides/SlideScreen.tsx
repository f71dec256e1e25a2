import { useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { Patches } from '../../columns/patches.ts';
import { failureOf, openCollectionStore, useOpenedCollection } from '../../engine/collection/open-collection-store.ts';
import { useSlides } from '../../engine/slides/use-slides.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { type QueryId, type SlideView, slidePath } from '../../ui/routes.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import { SlidePane } from './SlidePane.tsx';
import styles from './SlideScreen.module.css';
import { SlideToolbar } from './SlideToolbar.tsx';
import { ViewLink } from './viewer/view-link.ts';

export interface SlideScreenProps {
  collectionId: string;
  view: SlideView;
}

/** A slide to look at and to search from, or two side by side. */
export function SlideScreen({ collectionId, view }: SlideScreenProps) {
  const [, navigate] = useLocation();
  const [isDrawing, setIsDrawing] = useState(false);
  const open = useOpenedCollection(collectionId);
  const error = useStore(openCollectionStore, (state) => failureOf(state, collectionId));
  const slides = useSlides(collectionId);
  const { queryId, shownId, isBeside } = view;
  const link = useMemo(() => (isBeside ? new ViewLink() : undefined), [isBeside]);
  useEscape(isDrawing, () => setIsDrawing(false));

  if (error) return <Message error={error} />;
  const slide = slides?.find(({ path }) => path === view.slidePath);
  if (!open || !slides) return <Message />;
  if (!slide) return <Message error={{ code: 'slide-missing', detail: view.slidePath }} />;

  const own = slides.find(({ path }) => path === slideOf(queryId, open.patches));
  const shared = {
    patches: open.patches,
    profile: open.collection.profile,
    queryId,
    isDrawing,
    link,
    onDrawn: () => setIsDrawing(false),
  };
  const searchOn = (path: string) => (next: QueryId) =>
    navigate(slidePath(collectionId, { slidePath: path, queryId: next }));
  const isPair = isBeside === true && own !== undefined;
  return (
    <div className={styles.screen}>
      <SlideToolbar
        collectionId={collectionId}
        slides={slides}
        view={view}
        patchCount={open.patches.count}
        isPair={isPair}
        isDrawing={isDrawing}
        onDrawingChange={setIsDrawing}
      />
      <div className={styles.panes}>
        {isPair ? (
          <SlidePane
            key={`query ${own.path}`}
            {...shared}
            slide={own}
            title="Query"
            shownId={undefined}
            onSearch={searchOn(own.path)}
          />
        ) : null}
        <SlidePane
          key={`slide ${slide.path} ${isPair}`}
          {...shared}
          slide={slide}
          {...(isPair && { title: 'Hit' })}
          shownId={shownId}
          onSearch={searchOn(slide.path)}
        />
      </div>
    </div>
  );
}

function slideOf(queryId: QueryId | undefined, patches: Patches): string | undefined {
  if (queryId?.kind === 'region') return queryId.slidePath;
  return queryId?.kind === 'patch' ? patches.table.slide.wordAt(queryId.patchId) : undefined;
}

function Message({ error }: { error?: Parameters<typeof ErrorNotice>[0]['error'] }) {
  return (
    <div className={styles.message}>
      {error ? <ErrorNotice error={error} /> : <Spinner label="Loading the slide" showLabel />}
    </div>
  );
}

function useEscape(isActive: boolean, onEscape: () => void): void {
  useEffect(() => {
    if (!isActive) return;
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onEscape();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isActive, onEscape]);
}
