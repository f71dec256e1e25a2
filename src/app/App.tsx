import { useMemo } from 'react';
import { Router, useLocation } from 'wouter';
import { CollectionDialogs } from '../features/collections/CollectionDialogs.tsx';
import { ImportDialog } from '../features/collections/ImportDialog.tsx';
import { ImportFlow } from '../features/import/ImportFlow.tsx';
import { TableFlow } from '../features/tables/TableFlow.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { useHashLocation } from '../ui/hash-location.ts';
import { Layout } from './Layout.tsx';
import { collectionOf, parseRoute } from './route.ts';

export function App() {
  return (
    <ErrorBoundary>
      <Router hook={useHashLocation}>
        <Page />
        <ImportFlow />
        <ImportDialog />
        <TableFlow />
      </Router>
    </ErrorBoundary>
  );
}

function Page() {
  const [location] = useLocation();
  const route = useMemo(() => parseRoute(location), [location]);
  return (
    <>
      <Layout route={route} />
      <CollectionDialogs activeId={collectionOf(route)} />
    </>
  );
}
