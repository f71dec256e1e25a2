import { useMemo, useState } from 'react';
import { tallyOf, VOTERS } from '../../../barcode/vote.ts';
import { CASE_COLUMN, caseWord, makesCases } from '../../../columns/case-column.ts';
import type { CategoryColumn } from '../../../columns/category-column.ts';
import type { Patches } from '../../../columns/patches.ts';
import { membersOf, wordsAmong } from '../../../columns/summary.ts';
import { isCategory } from '../../../columns/table-columns.ts';
import { useThumbnails } from '../../../engine/collection/use-thumbnails.ts';
import { useTableColumns } from '../../../engine/tables/use-known.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import type { SetHit } from '../../../search/cases/set-search.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatCount, formatNumber } from '../../../ui/format.ts';
import { Hint } from '../../../ui/Hint.tsx';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import type { SetQueryId } from '../../../ui/routes.ts';
import { Select } from '../../../ui/Select.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import type { Addresses } from '../addresses.ts';
import { SimilarityChoice } from '../learned/SimilarityChoice.tsx';
import { QueryTrailBar, shownOnTrail } from '../query/QueryTrailBar.tsx';
import { useQueryTrail } from '../query/use-query-trail.ts';
import { ReportButton } from '../report/ReportButton.tsx';
import { tallyWords } from '../report/tally-words.ts';
import { changeOptions, useOptions } from '../similar-store.ts';
import { PatchAnswers } from './PatchAnswers.tsx';
import { SetHitItem } from './SetHitItem.tsx';
import styles from './SetResults.module.css';
import {
  questionOf,
  REPRESENTATIVES,
  type SetAnswer,
  type SetOptions,
  useQueryIds,
  useSetSearch,
} from './use-set-search.ts';

export interface SetResultsProps {
  collection: CollectionRecord;
  patches: Patches;
  /** Rises when labels are changed or patches deleted. */
  edits: number;
  isLoaded: boolean;
  /** Stable. */
  queryId: SetQueryId;
  addresses: Addresses;
}

const COUNTS = [10, 20, 50] as const;
const SHOWN_OF_QUERY = 6;

/** A case, a slide or a selection, and the cases or slides that are most similar to all of it. */
export function SetResults({ collection, patches, edits, isLoaded, queryId, addresses }: SetResultsProps) {
  const hasSlides = collection.cutRule !== undefined;
  const hasCases = makesCases(collection);
  const word = caseWord(collection.sourceRule);
  // Its patches may come from anywhere.
  const isGathered = queryId.of === 'selection' || queryId.of === 'set';
  const { learned } = useOptions(collection.id);
  const isLearned = learned && collection.lens !== undefined;
  const [chosen, setOptions] = useState<Omit<SetOptions, 'learned'>>({
    kind: firstKind(queryId, hasCases, hasSlides),
    sameSource: isGathered,
    bothWays: false,
    isExact: false,
    n: COUNTS[0],
  });
  const options: SetOptions = { ...chosen, learned: isLearned };
  const change = (part: Partial<typeof chosen>) => setOptions({ ...chosen, ...part });
  const ids = useQueryIds(patches, queryId);
  const rule = JSON.stringify(collection.sourceRule);
  const key = `${collection.id} ${addresses.of(queryId)} ${edits} ${rule} ${isLoaded} ${isLearned ? collection.lens?.id : ''}`;
  const search = useSetSearch(key, ids, options);
  const answer = search.value ?? search.last;
  const shownIds = search.value?.queries.ids ?? ids;
  const before = useQueryTrail(collection.id, queryId);
  const urlOf = useThumbnails(collection.id, [
    ...shownIds.subarray(0, SHOWN_OF_QUERY),
    ...shownOnTrail(before).flatMap((step) => (step.kind === 'patch' ? [step.patchId] : [])),
  ]);
  const [target, setTarget] = useState('label');
  const columns = useTableColumns(collection.id).filter(isCategory);
  const setKind = options.kind === 'patch' ? 'case' : options.kind;
  const found = useFound(patches, options.kind, answer);
  const noun = options.kind === 'patch' ? 'patch' : options.kind === 'slide' ? 'slide' : word;
  const nouns = noun === 'patch' ? 'patches' : `${noun}s`;
  const vote = voteWords(patches, found, nouns, target);
  if (ids.length === 0) {
    // Cases are named once all patches are there, and the tables that say them.
    const isKnown = isLoaded && (queryId.of !== 'case' || !hasCases || patches.table.column(CASE_COLUMN) !== undefined);
    return isKnown ? (
      <Place title={GONE[queryId.of].title}>{GONE[queryId.of].text}</Place>
    ) : (
      <div className={styles.waiting}>
        <Spinner label="Loading patches" showLabel />
      </div>
    );
  }
  return (
    <>
      <div className={styles.query}>
        <QueryTrailBar
          collectionId={collection.id}
          patches={patches}
          addresses={addresses}
          before={before}
          urlOf={urlOf}
        />
        <section className={styles.card} aria-label="Query">
          <div className={styles.images}>
            {[...shownIds.subarray(0, SHOWN_OF_QUERY)].map((id) => (
              <PatchImage
                key={id}
                url={urlOf(id)}
                labelIndex={patches.labelOrder.get(patches.get(id)?.label ?? '')}
                className={styles.image}
              />
            ))}
          </div>
          <strong className={styles.name}>
            {queryId.of === 'selection' ? 'Selected patches' : queryId.name}
            {queryId.of === 'set' ? <span className={styles.quiet}> · set</span> : null}
          </strong>
          <span className={styles.quiet}>
            {formatCount(ids.length, 'patch', 'patches')}
            {wordsAmong(patches.table.label, ids)
              .slice(0, 3)
              .map(({ value, count }) => ` · ${value} ${formatNumber(count)}`)
              .join('')}
          </span>
        </section>
        <SetVote
          patches={patches}
          words={vote}
          nouns={nouns}
          target={target}
          targets={columns.map(({ name }) => name)}
          onTarget={setTarget}
        />
        <div className={styles.options}>
          {hasCases ? (
            <Select
              label="What is found"
              hideLabel
              size="small"
              value={options.kind}
              onValueChange={(kind) => change({ kind })}
              options={[
                { value: 'patch' as const, label: 'Patches' },
                ...(hasSlides ? [{ value: 'slide' as const, label: 'Slides' }] : []),
                ...(word === 'slide'
                  ? []
                  : [{ value: 'case' as const, label: word === 'folder' ? 'Folders' : 'Cases' }]),
              ]}
            />
          ) : null}
          <Select
            label="How many hits"
            hideLabel
            size="small"
            value={String(options.n)}
            onValueChange={(n) => change({ n: Number(n) })}
            options={COUNTS.map((n) => ({ value: String(n), label: `${n} hits` }))}
          />
          {collection.lens && options.kind !== 'patch' ? (
            <SimilarityChoice isLearned={isLearned} onChange={(learned) => changeOptions(collection.id, { learned })} />
          ) : null}
          {isGathered && hasCases ? (
            <Switch
              label={`Include same ${word}`}
              checked={options.sameSource}
              onCheckedChange={(sameSource) => change({ sameSource })}
            />
          ) : null}
          {ids.length > REPRESENTATIVES && options.kind !== 'patch' ? (
            <Switch
              label={`Compare all ${formatNumber(ids.length)} patches`}
              checked={options.isExact}
              onCheckedChange={(isExact) => change({ isExact })}
              hint={
                <Hint about="comparing all patches">
                  {`Otherwise ${REPRESENTATIVES} patches, as different from one another as the query allows, stand for the others. The order of the hits is mostly the same, and comes sooner.`}
                </Hint>
              }
            />
          ) : null}
          {options.kind === 'patch' ? null : (
            <Switch
              label="Compare both ways"
              checked={options.bothWays}
              onCheckedChange={(bothWays) => change({ bothWays })}
              hint={
                <Hint about="comparing both ways">
                  {`The distance is the mean, over the query’s patches, of the distance to the nearest patch of the other ${noun}. Both ways, the other’s patches must find their like in the query as well, and the greater of the two counts: a ${noun} with much else in it moves down.`}
                </Hint>
              }
            />
          )}
          {found && found.length > 0 && search.value ? (
            <ReportButton
              question={{
                collection,
                table: patches.table,
                query: { name: queryId.of === 'selection' ? undefined : queryId.name, ids: [...ids] },
                hits: found.map(({ hit, ids: members }) => ({ name: hit.name, ids: members, distance: hit.distance })),
                noun: nouns,
                vote,
                settings: settingsOf(options, ids.length, noun),
              }}
            />
          ) : null}
        </div>
      </div>
      <div className={styles.state} role="status">
        {search.isRunning ? (
          <ProgressBar label={`Comparing ${nouns}`} value={search.share} max={1} />
        ) : answer ? (
          `${formatCount((answer.patches ?? answer.hits).length, `most similar ${noun}`, `most similar ${nouns}`)} of ${formatNumber(answer.searched)}`
        ) : null}
      </div>
      {search.error ? (
        <div className={styles.waiting}>
          <ErrorNotice error={search.error} actions={<Button onClick={search.again}>Try again</Button>} />
        </div>
      ) : options.kind === 'patch' ? (
        <PatchAnswers
          collection={collection}
          patches={patches}
          hits={answer?.patches ?? []}
          isBusy={search.isRunning}
          addresses={addresses}
        />
      ) : found?.length === 0 ? (
        <Place title="Nothing to compare with">There is no other {noun} in the collection yet.</Place>
      ) : (
        <ol className={styles.hits} aria-label={`Similar ${nouns}`} aria-busy={search.isRunning}>
          {named(found).map(({ hit, ids: members }, rank) => (
            <SetHitItem
              key={`${options.kind} ${hit.name}`}
              rank={rank + 1}
              hit={hit}
              members={members}
              collection={collection}
              patches={patches}
              question={{ ...questionOf(ids, options, setKind), name: hit.name }}
              questionKey={`${key} ${JSON.stringify(options)}`}
              addresses={addresses}
            />
          ))}
        </ol>
      )}
    </>
  );
}

/** What is found at first: the same kind as is asked with. */
function firstKind({ of }: SetQueryId, hasCases: boolean, hasSlides: boolean): SetOptions['kind'] {
  if (!hasCases || of === 'set') return 'patch';
  return of === 'slide' && hasSlides ? 'slide' : 'case';
}

const GONE = {
  selection: {
    title: 'The selection was not kept',
    text: 'A selection is known to this page only, until it is reloaded. Select the patches again.',
  },
  case: {
    title: 'This case is no longer there',
    text: 'Its patches were deleted, or belong to other cases by now.',
  },
  slide: { title: 'This slide is no longer there', text: 'Its patches were deleted.' },
  set: { title: 'This set is empty, or no longer there', text: 'Select patches, and add them to a set.' },
} as const;

function settingsOf({ kind, isExact, bothWays, sameSource, learned }: SetOptions, count: number, noun: string) {
  const isWhole = (isExact && kind !== 'patch') || count <= REPRESENTATIVES;
  return [
    {
      name: 'Compared',
      value: isWhole
        ? `all ${formatNumber(count)} patches`
        : `${REPRESENTATIVES} patches that stand for ${formatNumber(count)}`,
    },
    {
      name: 'Distance',
      value:
        kind === 'patch'
          ? 'distance to the nearest patch of the query'
          : `mean ${learned ? 'learned ' : ''}distance of the query’s patches to the nearest of the ${noun}${bothWays ? ', or its reverse where that is greater' : ''}`,
    },
    { name: 'The query’s own', value: sameSource ? 'included' : 'left out' },
  ];
}

interface Found {
  /** Patches have no name. */
  readonly hit: Omit<SetHit, 'name'> & { readonly name: string | undefined };
  /** All its patches. */
  readonly ids: readonly number[];
}

/** Those that are slides or cases. */
function named(found: readonly Found[] | undefined): readonly { hit: SetHit; ids: readonly number[] }[] {
  return (found ?? []).flatMap(({ hit: { name, ...hit }, ids }) =>
    name === undefined ? [] : [{ hit: { ...hit, name }, ids }],
  );
}

/** The hits with their patches, as far as they are there. */
function useFound(
  { table, version }: Patches,
  kind: SetOptions['kind'],
  answer: SetAnswer | undefined,
): readonly Found[] | undefined {
  // biome-ignore lint/correctness/useExhaustiveDependencies: patches change in place.
  return useMemo(() => {
    if (answer?.patches) {
      return answer.patches.map(({ patchId, distance }) => {
        return { hit: { name: undefined, distance, patches: 1 }, ids: [patchId] };
      });
    }
    const column = table.column(kind === 'case' ? CASE_COLUMN : 'slide');
    const hits = answer?.hits;
    if (!hits || column?.kind !== 'category') return undefined;
    const members = membersOf(
      column,
      Array.from({ length: table.end }, (_, id) => id),
    );
    return hits.map((hit) => ({ hit, ids: members.get(column.codeOf(hit.name) ?? -1) ?? [] }));
  }, [table, version, kind, answer]);
}

interface SetVoteProps {
  patches: Patches;
  words: string | undefined;
  nouns: string;
  target: string;
  targets: readonly string[];
  onTarget: (target: string) => void;
}

/** What the nearest say of the query: each by what most of its patches have. */
function SetVote({ patches, words, nouns, target, targets, onTarget }: SetVoteProps) {
  const isAsked = patches.labelOrder.size > 0 || targets.length > 0;
  if (!isAsked) return null;
  return (
    <div className={styles.vote}>
      {targets.length > 0 ? (
        <Select
          label="Vote about"
          hideLabel
          size="small"
          value={target}
          onValueChange={onTarget}
          options={[{ value: 'label', label: 'Label' }, ...targets.map((name) => ({ value: name, label: name }))]}
        />
      ) : null}
      <span>{words ?? `Not known of the nearest ${nouns}`}</span>
    </div>
  );
}

function voteWords(
  patches: Patches,
  found: readonly Found[] | undefined,
  nouns: string,
  target: string,
): string | undefined {
  const column = patches.table.column(target);
  if (!found || column?.kind !== 'category') return undefined;
  return tallyWords(tallyOf(found.slice(0, VOTERS).map(({ ids }) => mostOf(column, ids))), nouns);
}

function mostOf(column: CategoryColumn, ids: readonly number[]): string {
  return wordsAmong(column, ids)[0]?.value ?? '';
}

function Place({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className={styles.waiting}>
      <EmptyState title={title}>{children}</EmptyState>
    </div>
  );
}
