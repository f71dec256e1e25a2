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
import { ReportButton } from '../report/ReportButton.tsx';
import { tallyWords } from '../report/tally-words.ts';
import { changeOptions, useOptions } from '../similar-store.ts';
import { SetHitItem } from './SetHitItem.tsx';
import styles from './SetResults.module.css';
import { questionOf, REPRESENTATIVES, type SetOptions, useQueryIds, useSetSearch } from './use-set-search.ts';

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
  const { learned } = useOptions(collection.id);
  const isLearned = learned && collection.lens !== undefined;
  const [chosen, setOptions] = useState<Omit<SetOptions, 'learned'>>({
    kind: queryId.of === 'slide' && hasSlides ? 'slide' : 'case',
    sameSource: queryId.of === 'selection',
    bothWays: false,
    isExact: false,
    n: COUNTS[0],
  });
  const options: SetOptions = { ...chosen, learned: isLearned };
  const change = (part: Partial<typeof chosen>) => setOptions({ ...chosen, ...part });
  const ids = useQueryIds(patches, queryId);
  const rule = JSON.stringify(collection.sourceRule);
  const key = `${collection.id} ${addresses.of(queryId)} ${edits} ${rule} ${isLoaded} ${isLearned ? collection.lens?.id : ''}`;
  const search = useSetSearch(key, hasCases ? ids : new Uint32Array(0), options);
  const answer = search.value ?? search.last;
  const shownIds = search.value?.queries.ids ?? ids;
  const urlOf = useThumbnails(collection.id, [...shownIds.subarray(0, SHOWN_OF_QUERY)]);
  const [target, setTarget] = useState('label');
  const columns = useTableColumns(collection.id).filter(isCategory);
  const found = useFound(patches, options.kind, answer?.hits);
  const noun = options.kind === 'slide' ? 'slide' : word;
  const vote = voteWords(patches, found, noun, target);
  if (!hasCases) {
    return (
      <Place title="No cases yet">
        Say in the collection’s details what makes a case. Then cases can be searched with and found.
      </Place>
    );
  }
  if (ids.length === 0) {
    // Cases are named once all patches are there, and the tables that say them.
    const isKnown = isLoaded && (queryId.of !== 'case' || patches.table.column(CASE_COLUMN) !== undefined);
    return isKnown ? (
      <Place title={queryId.of === 'selection' ? 'The selection was not kept' : 'This case is no longer there'}>
        {queryId.of === 'selection'
          ? 'A selection is known to this page only, until it is reloaded. Select the patches again.'
          : 'Its patches were deleted, or belong to other cases by now.'}
      </Place>
    ) : (
      <div className={styles.waiting}>
        <Spinner label="Loading patches" showLabel />
      </div>
    );
  }
  return (
    <>
      <div className={styles.query}>
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
          <strong className={styles.name}>{queryId.of === 'selection' ? 'Selected patches' : queryId.name}</strong>
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
          noun={noun}
          target={target}
          targets={columns.map(({ name }) => name)}
          onTarget={setTarget}
        />
        <div className={styles.options}>
          {hasSlides && word !== 'slide' ? (
            <Select
              label="What is found"
              hideLabel
              size="small"
              value={options.kind}
              onValueChange={(kind) => change({ kind })}
              options={[
                { value: 'case', label: word === 'folder' ? 'Folders' : 'Cases' },
                { value: 'slide', label: 'Slides' },
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
          {collection.lens ? (
            <SimilarityChoice isLearned={isLearned} onChange={(learned) => changeOptions(collection.id, { learned })} />
          ) : null}
          {queryId.of === 'selection' ? (
            <Switch
              label={`Include same ${word}`}
              checked={options.sameSource}
              onCheckedChange={(sameSource) => change({ sameSource })}
            />
          ) : null}
          {ids.length > REPRESENTATIVES ? (
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
          {found && found.length > 0 && search.value ? (
            <ReportButton
              question={{
                collection,
                table: patches.table,
                query: { name: queryId.of === 'selection' ? undefined : queryId.name, ids: [...ids] },
                hits: found.map(({ hit, ids: members }) => ({ name: hit.name, ids: members, distance: hit.distance })),
                noun: `${noun}s`,
                vote,
                settings: settingsOf(options, ids.length, noun),
              }}
            />
          ) : null}
        </div>
      </div>
      <div className={styles.state} role="status">
        {search.isRunning ? (
          <ProgressBar label={`Comparing ${noun}s`} value={search.share} max={1} />
        ) : answer ? (
          `${formatCount(answer.hits.length, `most similar ${noun}`)} of ${formatNumber(answer.searched)}`
        ) : null}
      </div>
      {search.error ? (
        <div className={styles.waiting}>
          <ErrorNotice error={search.error} actions={<Button onClick={search.again}>Try again</Button>} />
        </div>
      ) : found?.length === 0 ? (
        <Place title="Nothing to compare with">There is no other {noun} in the collection yet.</Place>
      ) : (
        <ol className={styles.hits} aria-label={`Similar ${noun}s`} aria-busy={search.isRunning}>
          {found?.map(({ hit, ids: members }, rank) => (
            <SetHitItem
              key={`${options.kind} ${hit.name}`}
              rank={rank + 1}
              hit={hit}
              members={members}
              collection={collection}
              patches={patches}
              question={{ ...questionOf(ids, options), name: hit.name }}
              questionKey={`${key} ${JSON.stringify(options)}`}
              addresses={addresses}
            />
          ))}
        </ol>
      )}
    </>
  );
}

function settingsOf({ isExact, bothWays, sameSource, learned }: SetOptions, count: number, noun: string) {
  const isWhole = isExact || count <= REPRESENTATIVES;
  return [
    {
      name: 'Compared',
      value: isWhole
        ? `all ${formatNumber(count)} patches`
        : `${REPRESENTATIVES} patches that stand for ${formatNumber(count)}`,
    },
    {
      name: 'Distance',
      value: `mean ${learned ? 'learned ' : ''}distance of the query’s patches to the nearest of the ${noun}${bothWays ? ', or its reverse where that is greater' : ''}`,
    },
    { name: 'The query’s own', value: sameSource ? 'included' : 'left out' },
  ];
}

interface Found {
  readonly hit: SetHit;
  /** All its patches. */
  readonly ids: readonly number[];
}

/** The hits with their patches, as far as they are there. */
function useFound(
  { table, version }: Patches,
  kind: SetOptions['kind'],
  hits: readonly SetHit[] | undefined,
): readonly Found[] | undefined {
  // biome-ignore lint/correctness/useExhaustiveDependencies: patches change in place.
  return useMemo(() => {
    const column = table.column(kind === 'case' ? CASE_COLUMN : 'slide');
    if (!hits || column?.kind !== 'category') return undefined;
    const members = membersOf(
      column,
      Array.from({ length: table.end }, (_, id) => id),
    );
    return hits.map((hit) => ({ hit, ids: members.get(column.codeOf(hit.name) ?? -1) ?? [] }));
  }, [table, version, kind, hits]);
}

interface SetVoteProps {
  patches: Patches;
  words: string | undefined;
  noun: string;
  target: string;
  targets: readonly string[];
  onTarget: (target: string) => void;
}

/** What the nearest say of the query: each by what most of its patches have. */
function SetVote({ patches, words, noun, target, targets, onTarget }: SetVoteProps) {
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
      <span>{words ?? `Not known of the nearest ${noun}s`}</span>
    </div>
  );
}

function voteWords(
  patches: Patches,
  found: readonly Found[] | undefined,
  noun: string,
  target: string,
): string | undefined {
  const column = patches.table.column(target);
  if (!found || column?.kind !== 'category') return undefined;
  return tallyWords(tallyOf(found.slice(0, VOTERS).map(({ ids }) => mostOf(column, ids))), `${noun}s`);
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
