import X from 'lucide-react/icons/x';
import { useLocation } from 'wouter';
import { Gallery } from '../features/gallery/Gallery.tsx';
import { IndexingBar } from '../features/indexing/IndexingBar.tsx';
import { SettingsPage } from '../features/settings/SettingsPage.tsx';
import { SimilarPanel } from '../features/similar/SimilarPanel.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { collectionPath } from '../ui/routes.ts';
import { NARROW, useMediaQuery } from '../ui/use-media-query.ts';
import styles from './Layout.module.css';
import { NarrowBar } from './NarrowBar.tsx';
import { NotFound } from './NotFound.tsx';
import type { Route } from './route.ts';
import { Sidebar } from './Sidebar.tsx';
import { StartPage } from './StartPage.tsx';
import { useOpenCollection } from './use-open-collection.ts';

type CollectionRoute = Extract<Route, { screen: 'collection' }>;

/** Where am I, what is there, what is like it: three columns, or one with a menu above and a sheet below. */
export function Layout({ route }: { route: Route }) {
  const isNarrow = useMediaQuery(NARROW);
  const collectionId = route.screen === 'collection' ? route.collectionId : undefined;
  const [location] = useLocation();
  useOpenCollection(collectionId);
  return (
    <div className={styles.layout}>
      {isNarrow ? (
        <NarrowBar route={route} />
      ) : (
        <div className={styles.left}>
          <Sidebar route={route} />
        </div>
      )}
      <main className={styles.middle}>
        <div className={styles.screen}>
          <ErrorBoundary resetKey={location}>
            <Screen route={route} />
          </ErrorBoundary>
        </div>
        <IndexingBar collectionId={collectionId} />
      </main>
      {route.screen === 'collection' ? <Right route={route} isNarrow={isNarrow} /> : null}
    </div>
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
    case 'unknown':
      return <NotFound />;
  }
}

/** The similar panel: a column where there is room, a sheet that comes with a query where there is not. */
function Right({ route, isNarrow }: { route: CollectionRoute; isNarrow: boolean }) {
  const { collectionId, patchId, asking } = route;
  const [location, navigate] = useLocation();
  if (isNarrow && patchId === undefined && !asking) return null;
  return (
    <aside className={isNarrow ? styles.sheet : styles.right} aria-label="Similar tissue">
      {isNarrow ? (
        <IconButton
          label="Close"
          icon={<X />}
          className={styles.close}
          onClick={() => navigate(collectionPath(collectionId))}
        />
      ) : null}
      <ErrorBoundary resetKey={location}>
        <SimilarPanel collectionId={collectionId} patchId={patchId} asking={asking} />
      </ErrorBoundary>
    </aside>
  );
}
