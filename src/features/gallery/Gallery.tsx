import FilterX from 'lucide-react/icons/funnel-x';
import Images from 'lucide-react/icons/images';
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { type Arranged, AS_ADDED, arrange } from '../../columns/arrangement.ts';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { coloursBy } from '../../columns/colours.ts';
import { isFiltering, MatchesView } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import { failureOf, openCollectionStore, useOpenedCollection } from '../../engine/collection/open-collection-store.ts';
import {
  clearSelection,
  keepShown,
  type Selection,
  select,
  selectionOf,
  selectionStore,
  setSelecting,
} from '../../engine/collection/selection.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { collectionPath, patchPath } from '../../ui/routes.ts';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './Gallery.module.css';
import { GalleryToolbar } from './GalleryToolbar.tsx';
import { clearFilter, useGalleryView } from './gallery-view.ts';
import { PatchCaption } from './PatchCaption.tsx';
import { PatchGrid } from './PatchGrid.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { SetAsideNotice } from './SetAsideNotice.tsx';
import { UndoBar } from './UndoBar.tsx';
import { LIKENESS, useLikeness } from './use-likeness.ts';

// Loaded when cases are looked at for the first time.
const CaseList = lazy(async () => {
  const { CaseList } = await import('./cases/CaseList.tsx');
  return { default: CaseList };
});

export interface GalleryProps {
  collectionId: string;
  /** The query, when a patch is searched with. */
  patchId: number | undefined;
}

/** All patches of a collection, to look through, narrow down and search with. */
export function Gallery({ collectionId, patchId }: GalleryProps) {
  const open = useOpenedCollection(collectionId);
  const error = useStore(openCollectionStore, (state) => failureOf(state, collectionId));
  if (error) {
    return (
      <div className={styles.message}>
        <ErrorNotice error={error} />
      </div>
    );
  }
  if (!open || (open.status === 'loading' && open.patches.count === 0)) {
    return (
      <div className={styles.message}>
        <Spinner label="Loading patches" showLabel />
      </div>
    );
  }
  if (open.patches.count === 0) {
    return (
      <section className={styles.gallery} aria-label="Gallery">
        <div className={styles.nothing}>
          <NoPatches collectionId={collectionId} />
        </div>
        <UndoBar collectionId={collectionId} matching={undefined} />
      </section>
    );
  }
  return <PatchBrowser key={collectionId} collectionId={collectionId} patches={open.patches} patchId={patchId} />;
}

function NoPatches({ collectionId }: { collectionId: string }) {
  const isComing = useStore(indexingStore, ({ run }) => run?.collectionId === collectionId && run.phase !== 'finished');
  return isComing ? (
    <EmptyState icon={<Images />} title="The first patches are on their way">
      They appear here as they are indexed. You can look at them and search while the rest is still coming.
    </EmptyState>
  ) : (
    <EmptyState icon={<Images />} title="No patches yet">
      Drop a folder of tissue images on the page to fill this collection.
    </EmptyState>
  );
}

function PatchBrowser({ collectionId, patches, patchId }: GalleryProps & { patches: Patches }) {
  const [location, navigate] = useLocation();
  const [pointedId, setPointedId] = useState<number>();
  const { filter, sortBy: wantedOrder, groupBy, colourBy, shows } = useGalleryView();
  // While thousands come in, those are shown that are there when the page has time for it.
  const settled = useDeferredValue(patches);
  const labelIndices = settled.labelOrder;
  const appliedFilter = useDeferredValue(filter);
  const matches = useMemo(() => new MatchesView(patches.table, appliedFilter), [patches.table, appliedFilter]);
  const sortBy = useDeferredValue(wantedOrder);
  const likeness = useLikeness(settled, sortBy === LIKENESS);
  const shown = useMemo(() => {
    const further = new Map(likeness && [[LIKENESS, likeness]]);
    return arrange(settled, matches.at(settled), { ...AS_ADDED, sortBy, groupBy }, further);
  }, [matches, settled, sortBy, groupBy, likeness]);
  const colours = useMemo(() => coloursBy(settled, colourBy ?? 'label'), [settled, colourBy]);
  const searchWith = useCallback((id: number) => navigate(patchPath(collectionId, id)), [collectionId, navigate]);
  const isAsking = location !== collectionPath(collectionId);
  const selection = useStore(selectionStore, (state) => selectionOf(state, collectionId));
  const isSelecting = useStore(selectionStore, (state) => state.isSelecting);
  const change = useCallback((changed: Selection) => select(collectionId, changed), [collectionId]);
  // Whenever something else is shown: hits that are selected beside the gallery stay until then.
  useEffect(() => {
    const before = selectionOf(selectionStore.getState(), collectionId);
    const kept = keepShown(before, shown);
    if (kept !== before) change(kept);
  }, [collectionId, shown, change]);
  useEffect(() => () => setSelecting(false), []);
  const hasSelection = isSelecting || selection.ids.size > 0;
  const leave = useCallback(() => {
    if (hasSelection) setSelecting(false);
    else if (isAsking) navigate(collectionPath(collectionId));
  }, [collectionId, isAsking, hasSelection, navigate]);
  const clearDeleted = () => {
    if (patchId !== undefined && selection.ids.has(patchId)) navigate(collectionPath(collectionId), { replace: true });
    clearSelection();
  };
  const showsCases = shows === 'cases' && settled.table.column(CASE_COLUMN) !== undefined;
  const captioned = patches.get(pointedId ?? patchId ?? -1);
  return (
    <section className={styles.gallery} aria-label="Gallery">
      <GalleryToolbar
        patches={settled}
        filter={filter}
        sortBy={wantedOrder}
        groupBy={groupBy}
        colourBy={colourBy}
        shows={showsCases ? 'cases' : 'patches'}
        matching={shown.ids.length}
        isSelecting={isSelecting}
      />
      <SetAsideNotice collectionId={collectionId} />
      {shown.ids.length === 0 ? (
        <NothingMatches />
      ) : showsCases ? (
        <Suspense>
          <CaseList patches={settled} matches={matches.at(settled)} />
        </Suspense>
      ) : (
        <PatchGrid
          collectionId={collectionId}
          patches={settled}
          shown={shown}
          filter={appliedFilter}
          colourOf={colours.of}
          patchId={patchId}
          selection={selection}
          isSelecting={isSelecting}
          onSelect={change}
          onSearch={searchWith}
          onLeave={leave}
          onPoint={setPointedId}
        />
      )}
      <p className="visually-hidden" aria-live="polite">
        {selection.ids.size > 0 ? formatCount(selection.ids.size, 'patch selected', 'patches selected') : ''}
      </p>
      {selection.ids.size > 0 ? (
        <SelectionBar
          collectionId={collectionId}
          patches={settled}
          ids={selection.ids}
          outside={outsideOf(selection, shown)}
          filters={filter.columns}
          onClear={clearSelection}
          onDeleted={clearDeleted}
        />
      ) : null}
      <UndoBar collectionId={collectionId} matching={isFiltering(appliedFilter) ? shown : undefined} />
      {showsCases ? null : (
        <PatchCaption
          isSelecting={isSelecting}
          patch={captioned}
          labelIndex={labelIndices.get(captioned?.label ?? '')}
        />
      )}
    </section>
  );
}

/** How many selected patches the gallery does not show. */
function outsideOf({ ids }: Selection, shown: Arranged): number {
  let outside = 0;
  for (const id of ids) if (shown.positionOf(id) < 0) outside++;
  return outside;
}

function NothingMatches() {
  return (
    <div className={styles.nothing}>
      <EmptyState
        icon={<FilterX />}
        title="No patch matches all of this"
        actions={<Button onClick={clearFilter}>Clear filters</Button>}
      >
        Filters are combined: a patch is shown when all of them fit.
      </EmptyState>
    </div>
  );
}
