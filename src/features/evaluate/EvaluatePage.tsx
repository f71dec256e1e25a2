import ChartColumn from 'lucide-react/icons/chart-column';
import { Suspense, useDeferredValue, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { CASE_COLUMN, makesCases } from '../../columns/case-column.ts';
import type { Patch } from '../../columns/patch-chunk.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import { isCategory, joinedColumns } from '../../columns/table-columns.ts';
import { failureOf, openCollectionStore, useOpenedCollection } from '../../engine/collection/open-collection-store.ts';
import { dropError, forgetOthers } from '../../engine/evaluation/evaluation-service.ts';
import { evaluationStore } from '../../engine/evaluation/evaluation-store.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { usePatterns } from '../../ui/use-patterns.ts';
import { CaseSection } from './CaseSection.tsx';
import { namesOwnCases } from './choices.ts';
import styles from './EvaluatePage.module.css';
import { EvaluationControls } from './EvaluationControls.tsx';
import { EvaluationResults } from './EvaluationResults.tsx';
import { isOutdated } from './is-outdated.ts';
import { samplesOf } from './samples.ts';

/** How well a collection retrieves its own labels, with what colour alone and chance reach always beside it. */
export function EvaluatePage({ collectionId }: { collectionId: string }) {
  return (
    <Suspense fallback={<Loading />}>
      <Page collectionId={collectionId} />
    </Suspense>
  );
}

function Loading() {
  return (
    <div className={styles.page}>
      <Spinner label="Loading patches" showLabel />
    </div>
  );
}

function Page({ collectionId }: { collectionId: string }) {
  usePatterns();
  useEffect(() => {
    forgetOthers(collectionId);
    return dropError;
  }, [collectionId]);
  const open = useOpenedCollection(collectionId);
  const error = useStore(openCollectionStore, (state) => failureOf(state, collectionId));
  // Every patch is looked at: while more come in, when the page has time for it.
  const settled = useDeferredValue(open?.patches);
  const patches = useMemo(() => settled?.table.list() ?? [], [settled]);
  if (error) {
    return (
      <div className={styles.page}>
        <ErrorNotice error={error} />
      </div>
    );
  }
  if (open?.status !== 'open') return <Loading />;
  const { collection } = open;
  // The protocol that is offered first depends on the cases, which a table may have to be read for.
  if (namesOwnCases(collection.sourceRule) && !open.patches.table.column(CASE_COLUMN)) return <Loading />;
  const { table } = open.patches;
  const hasTargets = joinedColumns(collection.tables).some(isCategory);
  if (open.patches.labelOrder.size === 0 && !hasTargets) {
    return (
      <EmptyState icon={<ChartColumn />} title="No labels to evaluate with">
        An evaluation searches with every labelled patch and checks whether its hits have the same label. Drop the
        folder again and take the labels from a folder level.
      </EmptyState>
    );
  }
  return (
    <div className={styles.scroller}>
      <div className={styles.page}>
        <header>
          <h1 className={styles.title}>Evaluate “{collection.name}”</h1>
          <p className={styles.about}>
            Each labelled patch is a query. The labels of its nearest hits vote, and the vote is compared with its own
            label.
          </p>
        </header>
        <EvaluationControls collection={collection} patches={patches} table={table} />
        <Outcome collection={collection} patches={patches} table={table} />
        {makesCases(collection) ? <CaseSection collection={collection} patches={open.patches} /> : null}
      </div>
    </div>
  );
}

interface OutcomeProps {
  collection: CollectionRecord;
  patches: readonly Patch[];
  table: PatchTable;
}

function Outcome({ collection, patches, table }: OutcomeProps) {
  const { collectionId, evaluations, compared, error } = useStore(evaluationStore);
  if (collectionId !== collection.id) return null;
  const [latest, ...others] = evaluations;
  const labelled = samplesOf(patches, table, latest?.target ?? '');
  return (
    <>
      {error ? <ErrorNotice error={error} /> : null}
      {latest && isOutdated(latest, labelled) ? (
        <Notice title="These figures are older than the labels.">
          Labels or patches have changed since they were worked out. Evaluate again to see what that did.
        </Notice>
      ) : null}
      {latest ? (
        <EvaluationResults collection={collection} evaluation={latest} others={others} compared={compared} />
      ) : null}
    </>
  );
}
