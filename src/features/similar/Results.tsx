import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import type { Patches } from '../../columns/patches.ts';
import { useThumbnails } from '../../engine/collection/use-thumbnails.ts';
import { askedStore } from '../../engine/question/question-store.ts';
import { scaleStore } from '../../engine/question/scale-store.ts';
import { searchLoadStore } from '../../engine/question/search-load-store.ts';
import { restartSearch } from '../../engine/question/search-service.ts';
import type { CollectionRecord, SlideRecord } from '../../library/schema.ts';
import type { Hit, QueryOptions } from '../../search/hits.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { type Asked, queryPath } from '../../ui/routes.ts';
import type { Addresses } from './addresses.ts';
import { CompareDialog } from './compare/CompareDialog.tsx';
import { ExamplesBar } from './ExamplesBar.tsx';
import { Evidence, unlikelyOf } from './evidence/Evidence.tsx';
import { type FoundPatch, HitList } from './HitList.tsx';
import { outsideImageStore } from './outside-image-store.ts';
import { QueryCard } from './QueryCard.tsx';
import { QueryTrailBar, TRAIL_SHOWN } from './QueryTrailBar.tsx';
import { progressOf, type QueryView, varietyOf } from './query-view.ts';
import styles from './Results.module.css';
import { ResultsHeader } from './ResultsHeader.tsx';
import { SearchOptions } from './SearchOptions.tsx';
import { useExamples } from './use-examples.ts';
import { useQueryTrail } from './use-query-trail.ts';
import { useQuestion } from './use-question.ts';
import { type Question, useSimilar } from './use-similar.ts';

export interface ResultsProps {
  collection: CollectionRecord;
  patches: Patches;
  /** See openCollectionStore. */
  edits: number;
  /** False while patches are still being read from the library. */
  isLoaded: boolean;
  asked: Asked;
  query: QueryView;
  /** Undefined while they are being read. */
  slides: readonly SlideRecord[] | undefined;
  addresses: Addresses;
  /** Gives up on an outside image or a region. */
  onCancel: () => void;
}

/** A query and what is like it. */
export function Results(props: ResultsProps) {
  const { collection, patches, edits, isLoaded, asked, query, slides, addresses, onCancel } = props;
  const [, navigate] = useLocation();
  const labelIndices = patches.labelOrder;
  const queryPatch = query.kind === 'patch' ? query.patch : undefined;
  const address = queryPath(collection.id, asked);
  const exampleActions = useExamples(address, patches);
  const { examples, addLike, addUnlike } = exampleActions;
  const name = query.kind === 'outside' ? `image ${query.image.serial}` : address;
  const question = useQuestion(collection, name, query, examples);
  const load = useStore(searchLoadStore);
  const isAllThere = isLoaded && load.isComplete;
  const similar = useSimilar(question, patches.end, edits, isAllThere);
  const { answer, answeredKey, isSearching, isSlow } = similar;
  const hits = answer?.hits;
  useShownElsewhere(question, answeredKey === question?.key ? hits : undefined);
  const found = useMemo(() => answer && withPatches(answer.hits, patches), [answer, patches]);
  const nearest = useMemo(() => answer && withPatches(answer.nearest, patches), [answer, patches]);
  const { scale } = useStore(scaleStore);
  // Examples were found in the collection: something does resemble them.
  const isAlone = examples.likes.length === 0;
  const unlikeness =
    isAlone && answeredKey === question?.key ? unlikelyOf(scale, nearest, varietyOf(query)) : undefined;
  const before = useQueryTrail(collection.id, asked);
  const micronsOf = useMemo(() => {
    const resolutions = new Map(slides?.map(({ path, info }) => [path, info.micronsPerPixel]));
    return (slidePath: string) => resolutions.get(slidePath);
  }, [slides]);
  const outsidePreview = useStore(outsideImageStore, ({ image }) =>
    image?.progress.status === 'ready' ? image.progress.previewUrl : undefined,
  );
  const urlOf = useThumbnails(collection.id, [
    ...(queryPatch ? [queryPatch.id] : []),
    ...before.slice(-TRAIL_SHOWN).flatMap((asked) => (asked.kind === 'patch' ? [asked.patchId] : [])),
    ...examples.likes,
    ...examples.unlikes,
    ...[...(nearest ?? []), ...(found ?? [])].map(({ patch }) => patch.id),
  ]);
  const hitsArea = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer begins at its nearest hit.
  useEffect(() => {
    hitsArea.current?.scrollTo(0, 0);
  }, [answeredKey]);
  const [compared, setCompared] = useState<{ readonly key: string; readonly rank: number }>();
  const compare = (rank: number | undefined) => {
    const patch = found?.[(rank ?? 0) - 1]?.patch;
    const beside = patch && addresses.besideOf(patch);
    if (beside) navigate(beside);
    else setCompared(rank !== undefined && question ? { key: question.key, rank } : undefined);
  };

  const error = similar.error ?? load.error;
  const tryAgain = () => {
    if (load.error) void restartSearch();
    similar.askAgain();
  };
  const progress = progressOf(query);
  const trailAndCard = (
    <>
      <QueryTrailBar
        collectionId={collection.id}
        addresses={addresses}
        before={before}
        urlOf={(step) => {
          if (step.kind === 'patch') return urlOf(step.patchId);
          return step.kind === 'outside' ? outsidePreview : undefined;
        }}
        nameOf={(step) => nameOf(step, patches)}
      />
      <QueryCard query={query} labelIndices={labelIndices} urlOf={urlOf} micronsOf={micronsOf} onCancel={onCancel} />
    </>
  );
  if (progress?.status === 'failed') {
    return (
      <>
        <div className={styles.query}>{trailAndCard}</div>
        <div className={styles.message}>
          <ErrorNotice
            error={progress.error}
            actions={query.kind === 'region' ? <Button onClick={query.region.tryAgain}>Try again</Button> : undefined}
          />
        </div>
      </>
    );
  }
  return (
    <>
      <div className={styles.query}>
        {trailAndCard}
        <Evidence
          nearest={nearest}
          references={answer?.references ?? 0}
          found={found}
          unlikeness={unlikeness}
          isSlow={isSlow}
          labelIndices={labelIndices}
          urlOf={urlOf}
        />
        <ExamplesBar {...exampleActions} pathOf={(id) => patches.get(id)?.path ?? ''} urlOf={urlOf} />
        <SearchOptions
          collectionId={collection.id}
          sourceRule={collection.sourceRule}
          hasSlides={collection.cutRule !== undefined}
          asked={query.kind}
          facets={patches.facets}
          labelIndices={labelIndices}
        />
      </div>
      {error ? (
        <div className={styles.message}>
          <ErrorNotice error={error} actions={<Button onClick={tryAgain}>Try again</Button>} />
        </div>
      ) : (
        <>
          <ResultsHeader
            layers={collection.profile.layers}
            hits={found?.length}
            patchCount={patches.count}
            load={load.isComplete ? undefined : load.progress}
            secondsAQuestion={load.progress?.secondsAQuestion}
            isSlow={isSlow}
            newPatches={similar.newPatches}
            onAskAgain={similar.askAgain}
          />
          <div ref={hitsArea} tabIndex={-1} className={styles.hits}>
            {found?.length === 0 ? (
              <NothingFound
                options={question?.options}
                hasUnlikes={examples.unlikes.length > 0}
                isRegion={query.kind === 'region'}
              />
            ) : (
              <HitList
                found={found}
                places={Math.min(question?.options.n ?? 0, patches.count - 1)}
                isSearching={isSearching}
                isSlow={isSlow}
                isUnlike={unlikeness !== undefined}
                scale={scale}
                labelIndices={labelIndices}
                urlOf={urlOf}
                addresses={addresses}
                micronsOf={micronsOf}
                onFollow={() => hitsArea.current?.focus()}
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
          scale={scale}
          labelIndices={labelIndices}
          urlOf={urlOf}
          onRankChange={compare}
        />
      ) : null}
    </>
  );
}

/** Tells the screen beside the panel what is asked, and what the answer is once it is there. */
function useShownElsewhere(question: Question | undefined, hits: readonly Hit[] | undefined): void {
  useEffect(() => {
    askedStore.setState({ asked: question && { key: question.key, question: question.question, hits } });
  }, [question, hits]);
  useEffect(() => () => askedStore.setState({ asked: undefined }), []);
}

interface NothingFoundProps {
  options: QueryOptions | undefined;
  hasUnlikes: boolean;
  isRegion: boolean;
}

function NothingFound({ options, hasUnlikes, isRegion }: NothingFoundProps) {
  const isFiltered = options && (options.filter.labels.length > 0 || options.filter.folder !== undefined);
  return <EmptyState title="Nothing to compare with">{reason()}</EmptyState>;

  function reason(): string {
    if (isFiltered) return 'No patch passes the filter. Choose more labels or another folder above.';
    if (hasUnlikes) return 'Every patch is more like a “less like” example than like the query.';
    if (options?.sameSource === false) {
      return 'Every other patch has the same source as the query. Include the same source above to see them.';
    }
    if (isRegion && options?.insideRegion === false) {
      return 'Every patch overlaps the region. Include the region above to see them.';
    }
    return 'There is no other patch in the collection yet.';
  }
}

function nameOf(asked: Asked, patches: Patches): string {
  if (asked.kind === 'region') return `A region of ${asked.slidePath}`;
  return asked.kind === 'patch' ? (patches.get(asked.patchId)?.path ?? 'A deleted patch') : 'The image from outside';
}

/** Hits with their patches; a hit whose patch is gone is left out. */
function withPatches(hits: readonly Hit[], patches: Patches): FoundPatch[] {
  return hits.flatMap((hit) => {
    const patch = patches.get(hit.patchId);
    return patch ? [{ hit, patch }] : [];
  });
}
