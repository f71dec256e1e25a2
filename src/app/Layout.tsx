import { lazy, Suspense, useState } from 'react';
import { useLocation } from 'wouter';
import { Gallery } from '../features/gallery/Gallery.tsx';
import { IndexingBar } from '../features/indexing/IndexingBar.tsx';
import { SimilarPanel } from '../features/similar/SimilarPanel.tsx';
import { SlideStrip } from '../features/slides/SlideStrip.tsx';
import { classes } from '../ui/classes.ts';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { useOnChange } from '../ui/use-change.ts';
import { NARROW, useMediaQuery } from '../ui/use-media-query.ts';
import { useAddresses } from './addresses.ts';
import styles from './Layout.module.css';
import { NarrowBar } from './NarrowBar.tsx';
import { NotFound } from './NotFound.tsx';
import { collectionOf, queryIdOf, type Route } from './route.ts';
import { Sidebar } from './Sidebar.tsx';
import { StartPage } from './StartPage.tsx';
import { UnforeseenNotice } from './UnforeseenNotice.tsx';
import { UpdateNotice } from './UpdateNotice.tsx';
import { useOpenCollection } from './use-open-collection.ts';

type QueryRoute = Extract<Route, { screen: 'collection' | 'slide' }>;

// Screens that a first visit does without are loaded when they are opened.
const SlideScreen = lazy(async () => {
  const { SlideScreen } = await import('../features/slides/SlideScreen.tsx');
  return { default: SlideScreen };
});
const EvaluatePage = lazy(async () => {
  const { EvaluatePage } = await import('../features/evaluate/EvaluatePage.tsx');
  return { default: EvaluatePage };
});
const SettingsPage = lazy(async () => {
  const { SettingsPage } = await import('../features/settings/SettingsPage.tsx');
  return { default: SettingsPage };
});

/**
 * Where am I, what is there, what is like it: three columns, or one with a menu above and a sheet below. Each part has its
 * place in both, so that what is open in it stays open when the window's width changes.
 */
export function Layout({ route }: { route: Route }) {
  useOpenCollection(collectionOf(route));
  const isNarrow = useMediaQuery(NARROW);
  const [isOpened, setIsOpened] = useState(false);
  return (
    <div className={isNarrow ? styles.narrow : styles.wide}>
      {isNarrow ? (
        <NarrowBar route={route} onOpenQuery={() => setIsOpened(true)} />
      ) : (
        <div className={styles.left}>
          <Sidebar route={route} />
        </div>
      )}
      <Middle route={route} />
      {route.screen === 'collection' || route.screen === 'slide' ? (
        <Panel route={route} isSheet={isNarrow} isOpened={isOpened} onClose={() => setIsOpened(false)} />
      ) : null}
    </div>
  );
}

interface PanelProps {
  route: QueryRoute;
  /** It lies over the page, and comes with a query; otherwise it is a column, always there. */
  isSheet: boolean;
  /** A person wants it though there is no query yet. */
  isOpened: boolean;
  onClose: () => void;
}

/** The look-alikes. As a sheet they leave the upper part of the gallery in sight; on a slide it goes down and keeps the query. */
function Panel({ route, isSheet, isOpened, onClose }: PanelProps) {
  const [, navigate] = useLocation();
  const addresses = useAddresses(route);
  const isOnSlide = route.screen === 'slide';
  const hasQuery = queryIdOf(route) !== undefined;
  const showsHit = isOnSlide && route.view.shownId !== undefined;
  // A hit that is shown at its place must not lie under the list that it was chosen from; a new query has a list to show.
  const [isLow, setIsLow] = useState(showsHit);
  useOnChange(route, () => setIsLow(showsHit));
  const close = () => {
    onClose();
    if (isOnSlide && hasQuery) setIsLow((before) => !before);
    else if (hasQuery) navigate(addresses.of(undefined));
  };
  if (isSheet && !hasQuery && !isOpened) return null;
  const isDown = isSheet && isOnSlide && hasQuery && isLow;
  return (
    <div className={isSheet ? classes(styles.sheet, isOnSlide && styles.onSlide, isDown && styles.low) : styles.right}>
      {isSheet ? (
        <button
          type="button"
          className={styles.handle}
          aria-label={isOnSlide ? 'Look-alikes' : 'Close the look-alikes'}
          aria-expanded={isOnSlide ? !isDown : undefined}
          onClick={close}
        >
          {isDown ? 'Look-alikes' : null}
        </button>
      ) : null}
      <div className={styles.panel} inert={isDown}>
        <Similar route={route} />
      </div>
    </div>
  );
}

function Middle({ route }: { route: Route }) {
  const [location] = useLocation();
  return (
    <main className={styles.middle}>
      <UpdateNotice />
      <UnforeseenNotice />
      <div className={styles.screen} data-keeps-focus>
        <ErrorBoundary resetKey={location}>
          <Suspense fallback={<ScreenIsComing />}>
            <Screen route={route} />
          </Suspense>
        </ErrorBoundary>
      </div>
      <IndexingBar collectionId={collectionOf(route)} />
    </main>
  );
}

function Screen({ route }: { route: Route }) {
  switch (route.screen) {
    case 'start':
      return <StartPage />;
    case 'settings':
      return <SettingsPage />;
    case 'collection':
      return <GalleryScreen key={route.collectionId} route={route} />;
    case 'slide':
      return <SlideScreen key={route.collectionId} collectionId={route.collectionId} view={route.view} />;
    case 'evaluate':
      return <EvaluatePage key={route.collectionId} collectionId={route.collectionId} />;
    case 'unknown':
      return <NotFound />;
  }
}

function GalleryScreen({ route: { collectionId, queryId } }: { route: Extract<Route, { screen: 'collection' }> }) {
  return (
    <div className={styles.gallery}>
      <SlideStrip collectionId={collectionId} />
      <Gallery collectionId={collectionId} patchId={queryId?.kind === 'patch' ? queryId.patchId : undefined} />
    </div>
  );
}

function ScreenIsComing() {
  return (
    <div className={styles.coming}>
      <Spinner label="Opening" showLabel />
    </div>
  );
}

function Similar({ route }: { route: QueryRoute }) {
  const [location] = useLocation();
  const addresses = useAddresses(route);
  return (
    <ErrorBoundary resetKey={location}>
      <SimilarPanel collectionId={route.collectionId} queryId={queryIdOf(route)} addresses={addresses} />
    </ErrorBoundary>
  );
}
