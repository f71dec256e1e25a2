import { useState } from 'react';
import { useLocation } from 'wouter';
import { EvaluatePage } from '../features/evaluate/EvaluatePage.tsx';
import { Gallery } from '../features/gallery/Gallery.tsx';
import { IndexingBar } from '../features/indexing/IndexingBar.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { SimilarPanel } from '../features/similar/SimilarPanel.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { collectionPath } from '../ui/routes.ts';
import { NARROW, useMediaQuery } from '../ui/use-media-query.ts';
import styles from './Layout.module.css';
import { NarrowBar } from './NarrowBar.tsx';
import { NotFound } from './NotFound.tsx';
import { collectionOf, type Route } from './route.ts';
import { Sidebar } from './Sidebar.tsx';
import { StartPage } from './StartPage.tsx';
import { UpdateNotice } from './UpdateNotice.tsx';
import { useOpenCollection } from './use-open-collection.ts';

type CollectionRoute = Extract<Route, { screen: 'collection' }>;

/** Where am I, what is there, what is like it: three columns, or one with a menu above and a sheet below. */
export function Layout({ route }: { route: Route }) {
  useOpenCollection(collectionOf(route));
  return useMediaQuery(NARROW) ? <NarrowLayout route={route} /> : <WideLayout route={route} />;
}

function WideLayout({ route }: { route: Route }) {
  return (
    <div className={styles.wide}>
      <div className={styles.left}>
        <Sidebar route={route} />
      </div>
      <Middle route={route} />
      {route.screen === 'collection' ? (
        <div className={styles.right}>
          <Similar route={route} />
        </div>
      ) : null}
    </div>
  );
}

function NarrowLayout({ route }: { route: Route }) {
  const [isAsked, setIsAsked] = useState(false);
  return (
    <div className={styles.narrow}>
      <NarrowBar route={route} onAsk={() => setIsAsked(true)} />
      <Middle route={route} />
      {route.screen === 'collection' ? (
        <Sheet route={route} isAsked={isAsked} onClose={() => setIsAsked(false)} />
      ) : null}
    </div>
  );
}

interface SheetProps {
  route: CollectionRoute;
  /** A person wants it though there is no query yet. */
  isAsked: boolean;
  onClose: () => void;
}

/** Comes with a query, and leaves the upper part of the gallery in sight. */
function Sheet({ route, isAsked, onClose }: SheetProps) {
  const [, navigate] = useLocation();
  const hasQuery = route.patchId !== undefined || route.asking;
  const close = () => {
    onClose();
    if (hasQuery) navigate(collectionPath(route.collectionId));
  };
  if (!hasQuery && !isAsked) return null;
  return (
    <div className={styles.sheet}>
      <button type="button" className={styles.handle} aria-label="Close the look-alikes" onClick={close} />
      <div className={styles.sheetBody}>
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
      <div className={styles.screen}>
        <ErrorBoundary resetKey={location}>
          <Screen route={route} />
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
      return <Gallery key={route.collectionId} collectionId={route.collectionId} patchId={route.patchId} />;
    case 'evaluate':
      return <EvaluatePage key={route.collectionId} collectionId={route.collectionId} />;
    case 'unknown':
      return <NotFound />;
  }
}

function Similar({ route: { collectionId, patchId, asking } }: { route: CollectionRoute }) {
  const [location] = useLocation();
  return (
    <ErrorBoundary resetKey={location}>
      <SimilarPanel collectionId={collectionId} patchId={patchId} asking={asking} />
    </ErrorBoundary>
  );
}
