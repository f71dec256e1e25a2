import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Hit, NO_FILTER, type QueryOptions } from '../../engine/search/hits.ts';
import { searchLoadStore } from '../../engine/search/search-load-store.ts';
import { useThumbnails } from '../../engine/use-thumbnails.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { labelOrder } from '../../ui/label-order.ts';
import { CompareDialog } from './compare/CompareDialog.tsx';
import { ExamplesBar } from './ExamplesBar.tsx';
import { type FoundPatch, HitList } from './HitList.tsx';
import { outsideImageStore } from './outside-image-store.ts';
import { QueryCard } from './QueryCard.tsx';
import { QueryTrailBar, TRAIL_SHOWN } from './QueryTrailBar.tsx';
import { type Asked, addressOf } from './query-trail.ts';
import type { QueryView } from './query-view.ts';
import styles from './Results.module.css';
import { ResultsHeader } from './ResultsHeader.tsx';
import { SearchOptions } from './SearchOptions.tsx';
import { changeOptions } from './similar-store.ts';
import { useExamples } from './use-examples.ts';
import { useFacets } from './use-facets.ts';
import { useQueryTrail } from './use-query-trail.ts';
import { useQuestion } from './use-question.ts';
import { useSimilar } from './use-similar.ts';
import { VoteLine } from './VoteLine.tsx';

export interface ResultsProps {
  collection: CollectionRecord;
  patches: readonly PatchRecord[];
  /** False while patches are still being read from the library. */
  isLoaded: boolean;
  query: QueryView;
  /** Gives up on an outside image. */
  onCancel: () => void;
}

/** A query and what is like it. */
export function Results({ collection, patches, isLoaded, query, onCancel }: ResultsProps) {
  const labelIndices = useMemo(() => labelOrder(patches.map(({ label }) => label)), [patches]);
  const queryPatch = query.kind === 'patch' ? query.patch : undefined;
  const address = addressOf(
    collection.id,
    queryPatch ? { kind: 'patch', patchId: queryPatch.id } : { kind: 'outside' },
  );
  const exampleActions = useExamples(address);
  const { examples, addLike, addUnlike } = exampleActions;
  const question = useQuestion(collection, query, examples);
  const load = useStore(searchLoadStore);
  const isAllThere = isLoaded && load.isComplete;
  const facets = useFacets(isAllThere ? patches : undefined);
  const similar = useSimilar(question, patches.length, isAllThere);
  const { hits, answeredKey, isSearching, isSlow } = similar;
  const found = useMemo(() => hits && withPatches(hits, patches), [hits, patches]);
  const before = useQueryTrail(collection.id, queryPatch?.id);
  const outsidePreview = useStore(outsideImageStore, ({ image }) =>
    image?.progress.status === 'ready' ? image.progress.previewUrl : undefined,
  );
  const urlOf = useThumbnails(collection.id, [
    ...(queryPatch ? [queryPatch.id] : []),
    ...before.slice(-TRAIL_SHOWN).flatMap((asked) => (asked.kind === 'patch' ? [asked.patchId] : [])),
    ...examples.likes,
    ...examples.unlikes,
    ...(found ?? []).map(({ patch }) => patch.id),
  ]);
  // Another collection has other labels and folders.
  useEffect(() => () => changeOptions({ filter: NO_FILTER }), []);
  const hitsArea = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer begins at its nearest hit.
  useEffect(() => {
    hitsArea.current?.scrollTo(0, 0);
  }, [answeredKey]);
  const [compared, setCompared] = useState<{ readonly key: string; readonly rank: number }>();
  const compare = (rank: number | undefined) =>
    setCompared(rank !== undefined && question ? { key: question.key, rank } : undefined);

  const unreadable = query.kind === 'outside' && query.image.progress.status === 'failed' && query.image.progress.error;
  const trailAndCard = (
    <>
      <QueryTrailBar
        collectionId={collection.id}
        before={before}
        urlOf={(asked) => (asked.kind === 'patch' ? urlOf(asked.patchId) : outsidePreview)}
        nameOf={(asked) => nameOf(asked, patches)}
      />
      <QueryCard query={query} labelIndices={labelIndices} urlOf={urlOf} onCancel={onCancel} />
    </>
  );
  if (unreadable) {
    return (
      <>
        <div className={styles.query}>{trailAndCard}</div>
        <div className={styles.message}>
          <ErrorNotice error={unreadable} />
        </div>
      </>
    );
  }
  return (
    <>
      <div className={styles.query}>
        {trailAndCard}
        <VoteLine found={found?.map(({ patch }) => patch)} isSlow={isSlow} labelIndices={labelIndices} urlOf={urlOf} />
        <ExamplesBar {...exampleActions} pathOf={(id) => patches[id]?.path ?? ''} urlOf={urlOf} />
        <SearchOptions
          sourceRule={collection.sourceRule}
          isOutside={query.kind === 'outside'}
          facets={facets}
          labelIndices={labelIndices}
        />
      </div>
      {similar.error ? (
        <div className={styles.message}>
          <ErrorNotice error={similar.error} actions={<Button onClick={similar.askAgain}>Try again</Button>} />
        </div>
      ) : (
        <>
          <ResultsHeader
            hits={found?.length}
            patchCount={patches.length}
            load={load.isComplete ? undefined : load.progress}
            secondsAQuestion={load.progress?.secondsAQuestion}
            isSlow={isSlow}
            newPatches={similar.newPatches}
            onAskAgain={similar.askAgain}
          />
          <div ref={hitsArea} tabIndex={-1} className={styles.hits}>
            {found?.length === 0 ? (
              <NothingFound options={question?.options} hasUnlikes={examples.unlikes.length > 0} />
            ) : (
              <HitList
                found={found}
                places={Math.min(question?.options.n ?? 0, patches.length - 1)}
                isSearching={isSearching}
                isSlow={isSlow}
                labelIndices={labelIndices}
                urlOf={urlOf}
                onAsk={() => hitsArea.current?.focus()}
                onCompare={compare}
                onLike={addLike}
                onUnlike={addUnlike}
              />
            )}
          </div>
        </>
      )}
      {found && compared && compared.key === answeredKey && !isSearching ? (
        <CompareDialog
          query={query}
          found={found}
          rank={Math.min(compared.rank, found.length)}
          labelIndices={labelIndices}
          urlOf={urlOf}
          onRankChange={compare}
        />
      ) : null}
    </>
  );
}

interface NothingFoundProps {
  options: QueryOptions | undefined;
  hasUnlikes: boolean;
}

function NothingFound({ options, hasUnlikes }: NothingFoundProps) {
  const isFiltered = options && (options.filter.labels.length > 0 || options.filter.folder !== undefined);
  return <EmptyState title="Nothing to compare with">{reason()}</EmptyState>;

  function reason(): string {
    if (isFiltered) return 'No patch passes the filter. Choose more labels or another folder above.';
    if (hasUnlikes) return 'Every patch is more like a “less like” example than like the query.';
    if (options?.sameSource !== false) return 'There is no other patch in the collection yet.';
    return 'Every other patch has the same source as the query. Include the same source above to see them.';
  }
}

function nameOf(asked: Asked, patches: readonly PatchRecord[]): string {
  return asked.kind === 'patch' ? (patches[asked.patchId]?.path ?? '') : 'The image from outside';
}

/** Hits with their patches; a hit whose patch is gone is left out. */
function withPatches(hits: readonly Hit[], patches: readonly PatchRecord[]): FoundPatch[] {
  return hits.flatMap((hit) => {
    const patch = patches[hit.patchId];
    return patch ? [{ hit, patch }] : [];
  });
}
