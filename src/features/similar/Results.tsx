import { lazy, Suspense, useMemo } from 'react';
import { tallyOf } from '../../barcode/vote.ts';
import { isCategory } from '../../columns/table-columns.ts';
import { useThumbnails } from '../../engine/collection/use-thumbnails.ts';
import { useTableColumns } from '../../engine/tables/use-known.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { type QueryId, queryPath } from '../../ui/routes.ts';
import type { Addresses } from './addresses.ts';
import { useComparison } from './compare/use-comparison.ts';
import { Evidence } from './evidence/Evidence.tsx';
import { Hits } from './hits/Hits.tsx';
import { ExamplesBar } from './query/ExamplesBar.tsx';
import { QueryCard } from './query/QueryCard.tsx';
import { QueryTrailBar, shownOnTrail } from './query/QueryTrailBar.tsx';
import { progressOf, type QueryView } from './query/query-view.ts';
import { useExamples } from './query/use-examples.ts';
import { useQueryTrail } from './query/use-query-trail.ts';
import styles from './Results.module.css';
import { ReportButton } from './report/ReportButton.tsx';
import { tallyWords } from './report/tally-words.ts';
import { SearchOptions } from './SearchOptions.tsx';
import { type Search, type SearchedCollection, useSearch } from './search/use-search.ts';

// Loaded where there are labels, or categories of a table, to learn from.
const LearnedSimilarity = lazy(async () => {
  const { LearnedSimilarity } = await import('./learned/LearnedSimilarity.tsx');
  return { default: LearnedSimilarity };
});

// Loaded when the first hit is compared.
const CompareDialog = lazy(async () => {
  const { CompareDialog } = await import('./compare/CompareDialog.tsx');
  return { default: CompareDialog };
});

export interface ResultsProps extends SearchedCollection {
  /** Stable. */
  queryId: QueryId;
  query: QueryView;
  /** Undefined while they are being read. */
  slides: readonly SlideRecord[] | undefined;
  addresses: Addresses;
  /** Gives up on an outside image or a region. */
  onCancel: () => void;
}

/** A query and the patches most similar to it. */
export function Results({ queryId, query, slides, addresses, onCancel, ...searched }: ResultsProps) {
  const { collection, patches } = searched;
  const columns = useTableColumns(collection.id);
  const address = queryPath(collection.id, queryId);
  const exampleActions = useExamples(address, patches);
  const { examples } = exampleActions;
  const name = query.kind === 'outside' ? `image ${query.image.serial}` : address;
  const search = useSearch(searched, name, query, examples);
  const comparison = useComparison(search, addresses);
  const before = useQueryTrail(collection.id, queryId);
  const urlOf = useThumbnails(collection.id, [
    ...(query.kind === 'patch' ? [query.patch.id] : []),
    ...shownOnTrail(before).flatMap((step) => (step.kind === 'patch' ? [step.patchId] : [])),
    ...examples.positives,
    ...examples.negatives,
    ...patchIdsOf(search),
  ]);
  const looks = { labelIndices: patches.labelOrder, urlOf, micronsOf: useMicrons(slides) };
  const progress = progressOf(query);
  const failure = progress?.status === 'failed' ? progress.error : undefined;
  const head = (
    <>
      <QueryTrailBar
        collectionId={collection.id}
        patches={patches}
        addresses={addresses}
        before={before}
        urlOf={urlOf}
      />
      <QueryCard query={query} {...looks} onCancel={onCancel} />
    </>
  );
  if (failure) {
    const tryAgain = query.kind === 'region' ? <Button onClick={query.region.tryAgain}>Try again</Button> : undefined;
    return (
      <>
        <div className={styles.query}>{head}</div>
        <div className={styles.message}>
          <ErrorNotice error={failure} actions={tryAgain} />
        </div>
      </>
    );
  }
  return (
    <>
      <div className={styles.query}>
        {head}
        <Evidence {...search} {...looks} />
        <ExamplesBar {...exampleActions} pathOf={(id) => patches.get(id)?.path ?? ''} urlOf={urlOf} />
        <SearchOptions
          collectionId={collection.id}
          sourceRule={collection.sourceRule}
          hasSlides={collection.cutRule !== undefined}
          queryKind={query.kind}
          facets={patches.facets}
          labelIndices={looks.labelIndices}
        >
          {patches.labelOrder.size > 1 || columns.some(isCategory) ? (
            <Suspense fallback={<span className={styles.keptForLearned} />}>
              <LearnedSimilarity
                collection={collection}
                patches={patches}
                isLoaded={searched.isLoaded}
                addresses={addresses}
              />
            </Suspense>
          ) : null}
          {search.found && search.found.length > 0 ? (
            <ReportButton question={reportedQuestion(searched, query, search)} />
          ) : null}
        </SearchOptions>
      </div>
      {search.error ? (
        <div className={styles.message}>
          <ErrorNotice error={search.error} actions={<Button onClick={search.tryAgain}>Try again</Button>} />
        </div>
      ) : (
        <Hits
          collectionId={collection.id}
          search={search}
          looks={looks}
          layers={collection.profile.layers}
          patchCount={patches.count}
          addresses={addresses}
          isRegion={query.kind === 'region'}
          examples={exampleActions}
          onCompare={comparison.compare}
        />
      )}
      {search.found && comparison.rank !== undefined ? (
        <Suspense>
          <CompareDialog
            query={query}
            found={search.found}
            rank={comparison.rank}
            scale={search.scale}
            labelIndices={looks.labelIndices}
            urlOf={urlOf}
            onRankChange={comparison.compare}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** What a report says of this search. */
function reportedQuestion({ collection, patches }: SearchedCollection, query: QueryView, search: Search) {
  const { found = [], nearest = [], options } = search;
  const progress = progressOf(query);
  const pictureUrl = progress?.status === 'ready' ? progress.previewUrl : undefined;
  const words = query.kind === 'outside' ? query.image.file.name : 'A region of a slide';
  return {
    collection,
    table: patches.table,
    query:
      query.kind === 'patch'
        ? { name: undefined, ids: [query.patch.id] }
        : { name: undefined, ids: [], outside: { words, pictureUrl } },
    hits: found.map(({ hit }) => ({ name: undefined, ids: [hit.patchId], distance: hit.distance })),
    noun: 'patches',
    vote: search.unlikeness
      ? `Nothing in this collection really resembles this. ${search.unlikeness.words}`
      : tallyWords(tallyOf(nearest.map(({ patch }) => patch.label)), 'patches'),
    settings: [
      { name: 'Similarity', value: options?.learned ? 'bits, ranked with what labels have taught' : 'bits' },
      { name: 'The query’s own source', value: options?.sameSource === false ? 'left out' : 'included' },
      { name: 'One hit per source', value: options?.onePerSource ? 'yes' : 'no' },
      { name: 'Adjacent hits', value: options?.foldNeighbours ? 'grouped' : 'each by itself' },
    ],
  };
}

function patchIdsOf({ nearest, found }: Search): number[] {
  return [...(nearest ?? []), ...(found ?? [])].map(({ patch }) => patch.id);
}

/** Micrometres a pixel of level 0 of each slide, by path; undefined for slides that do not know theirs. */
function useMicrons(slides: readonly SlideRecord[] | undefined): (slidePath: string) => number | undefined {
  return useMemo(() => {
    const resolutions = new Map(slides?.map(({ path, info }) => [path, info.micronsPerPixel]));
    return (slidePath: string) => resolutions.get(slidePath);
  }, [slides]);
}
