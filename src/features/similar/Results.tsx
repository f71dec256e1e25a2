import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Hit } from '../../engine/search/hits.ts';
import { useThumbnails } from '../../engine/use-thumbnails.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { labelOrder } from '../../ui/label-order.ts';
import { CompareDialog } from './compare/CompareDialog.tsx';
import { type FoundPatch, HitList } from './HitList.tsx';
import { outsideImageStore } from './outside-image-store.ts';
import { QueryCard } from './QueryCard.tsx';
import { QueryTrailBar, TRAIL_SHOWN } from './QueryTrailBar.tsx';
import type { Asked } from './query-trail.ts';
import type { QueryView } from './query-view.ts';
import styles from './Results.module.css';
import { ResultsHeader } from './ResultsHeader.tsx';
import { SearchOptions } from './SearchOptions.tsx';
import { useQueryTrail } from './use-query-trail.ts';
import { useQuestion } from './use-question.ts';
import { useSimilar } from './use-similar.ts';
import { VoteLine } from './VoteLine.tsx';

export interface ResultsProps {
  collection: CollectionRecord;
  patches: readonly PatchRecord[];
  /** False while patches are still being read from the library: then it is too early to ask. */
  isLoaded: boolean;
  query: QueryView;
  /** Gives up on an outside image. */
  onCancel: () => void;
}

/** A query and what is like it. */
export function Results({ collection, patches, isLoaded, query, onCancel }: ResultsProps) {
  const labelIndices = useMemo(() => labelOrder(patches.map(({ label }) => label)), [patches]);
  const queryPatch = query.kind === 'patch' ? query.patch : undefined;
  const question = useQuestion(collection, query, isLoaded);
  const similar = useSimilar(question, patches.length);
  const { hits, answeredKey, isSearching, isSlow } = similar;
  const found = useMemo(() => hits && withPatches(hits, patches), [hits, patches]);
  const before = useQueryTrail(collection.id, queryPatch?.id);
  const outsidePreview = useStore(outsideImageStore, ({ image }) =>
    image?.progress.status === 'ready' ? image.progress.previewUrl : undefined,
  );
  const urlOf = useThumbnails(collection.id, [
    ...(queryPatch ? [queryPatch.id] : []),
    ...before.slice(-TRAIL_SHOWN).flatMap((asked) => (asked.kind === 'patch' ? [asked.patchId] : [])),
    ...(found ?? []).map(({ patch }) => patch.id),
  ]);
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
        <SearchOptions sourceRule={collection.sourceRule} isOutside={query.kind === 'outside'} />
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
            isSlow={isSlow}
            newPatches={similar.newPatches}
            onAskAgain={similar.askAgain}
          />
          <div ref={hitsArea} tabIndex={-1} className={styles.hits}>
            {found?.length === 0 ? (
              <NothingFound isNarrowed={question?.options.sameSource === false} />
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

function NothingFound({ isNarrowed }: { isNarrowed: boolean }) {
  return (
    <EmptyState title="Nothing to compare with">
      {isNarrowed
        ? 'Every other patch has the same source as the query. Include the same source above to see them.'
        : 'There is no other patch in the collection yet.'}
    </EmptyState>
  );
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
