import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
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
import { useThumbnails } from './use-thumbnails.ts';
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
  const [comparedRank, setComparedRank] = useState<number>();
  const labelIndices = useMemo(() => labelOrder(patches.map(({ label }) => label)), [patches]);
  const queryPatch = query.kind === 'patch' ? query.patch : undefined;
  const question = useQuestion(collection, query, isLoaded);
  const { hits, isSearching, isSlow, error, newPatches, askAgain } = useSimilar(question, patches.length);
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
  const failure = query.kind === 'outside' && query.image.progress.status === 'failed' && query.image.progress.error;

  return (
    <>
      <div className={styles.query}>
        <QueryTrailBar
          collectionId={collection.id}
          before={before}
          urlOf={(asked) => (asked.kind === 'patch' ? urlOf(asked.patchId) : outsidePreview)}
          nameOf={(asked: Asked) =>
            asked.kind === 'patch' ? (patches[asked.patchId]?.path ?? '') : 'The image from outside'
          }
        />
        <QueryCard query={query} labelIndices={labelIndices} urlOf={urlOf} onCancel={onCancel} />
        <VoteLine found={found?.map(({ patch }) => patch)} isSlow={isSlow} labelIndices={labelIndices} urlOf={urlOf} />
        <SearchOptions sourceRule={collection.sourceRule} isOutside={query.kind === 'outside'} />
      </div>
      {failure ? (
        <div className={styles.message}>
          <ErrorNotice error={failure} />
        </div>
      ) : (
        <>
          <ResultsHeader
            hits={found?.length}
            patchCount={patches.length}
            isSlow={isSlow}
            newPatches={newPatches}
            onAskAgain={askAgain}
          />
          <div className={styles.hits}>
            {error ? (
              <div className={styles.message}>
                <ErrorNotice error={error} actions={<Button onClick={askAgain}>Try again</Button>} />
              </div>
            ) : null}
            {found?.length === 0 ? (
              <EmptyState title="Nothing to compare with">
                There is no other patch to show. Index more, or let hits from the same source count.
              </EmptyState>
            ) : (
              <HitList
                found={found}
                places={Math.min(question?.options.n ?? 0, patches.length - 1)}
                isSearching={isSearching}
                isSlow={isSlow}
                labelIndices={labelIndices}
                urlOf={urlOf}
                onCompare={setComparedRank}
              />
            )}
          </div>
        </>
      )}
      {found && comparedRank !== undefined ? (
        <CompareDialog
          query={query}
          found={found}
          rank={Math.min(comparedRank, found.length)}
          labelIndices={labelIndices}
          urlOf={urlOf}
          onRankChange={setComparedRank}
        />
      ) : null}
    </>
  );
}

/** Hits with their patches; a hit whose patch is gone is left out. */
function withPatches(hits: readonly FoundPatch['hit'][], patches: readonly PatchRecord[]): FoundPatch[] {
  return hits.flatMap((hit) => {
    const patch = patches[hit.patchId];
    return patch ? [{ hit, patch }] : [];
  });
}
