import ArrowRight from 'lucide-react/icons/arrow-right';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { barcodeBits } from '../../../barcode/profile.ts';
import type { Patches } from '../../../columns/patches.ts';
import { wordsAmong } from '../../../columns/summary.ts';
import { useThumbnails } from '../../../engine/collection/use-thumbnails.ts';
import { findPairs } from '../../../engine/question/search-service.ts';
import { useShownBesideCases } from '../../../engine/tables/use-known.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import type { SetHit, SetPair, SetQuestion } from '../../../search/cases/set-search.ts';
import { Button } from '../../../ui/Button.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { formatCount, formatNumber, formatPercent } from '../../../ui/format.ts';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { setPath } from '../../../ui/routes.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useTask } from '../../../ui/use-task.ts';
import type { Addresses } from '../addresses.ts';
import { KnownButton } from '../known/KnownButton.tsx';
import { PatchLink } from './PatchLink.tsx';
import styles from './SetResults.module.css';

interface Props {
  rank: number;
  hit: SetHit;
  /** All patches of it. */
  members: readonly number[];
  collection: CollectionRecord;
  patches: Patches;
  question: SetQuestion & { readonly name: string };
  /** Another one where pairs may be others. */
  questionKey: string;
  addresses: Addresses;
}

const SHOWN = 4;

/** A slide or case that is similar to the query: how much, what is known about it, and which patches make it so. */
export function SetHitItem({ rank, hit, members, collection, patches, question, questionKey, addresses }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const pairsId = useId();
  const { name, distance } = hit;
  const bits = barcodeBits(collection.profile);
  const first = members.slice(0, SHOWN);
  const urlOf = useThumbnails(collection.id, first);
  const firstPatch = patches.get(first[0] ?? -1);
  return (
    <li className={styles.item}>
      <div className={styles.head}>
        <span className={styles.rank}>{rank}</span>
        <div className={styles.words}>
          <strong className={styles.name}>{name}</strong>
          <span className={styles.quiet}>
            {distanceWords(distance, bits, question.learned)} · {formatCount(hit.patches, 'patch', 'patches')}
          </span>
          <Known patches={patches} members={members} />
        </div>
      </div>
      <div className={styles.strip}>
        {first.map((id) => (
          <PatchImage
            key={id}
            url={urlOf(id)}
            labelIndex={patches.labelOrder.get(patches.get(id)?.label ?? '')}
            className={styles.image}
          />
        ))}
      </div>
      <div className={styles.actions}>
        <Button
          size="small"
          variant="quiet"
          icon={<ChevronRight className={isOpen ? styles.turned : undefined} />}
          aria-expanded={isOpen}
          aria-controls={isOpen ? pairsId : undefined}
          aria-label={`Matching patches of ${name}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          Matching patches
        </Button>
        {firstPatch ? <KnownButton patch={firstPatch} label={`What is known of ${name}`} /> : null}
        <Link
          href={setPath(collection.id, { kind: 'set', of: question.kind, name })}
          className={styles.link}
          aria-label={`Search with it: ${name}`}
        >
          Search with it
        </Link>
      </div>
      {isOpen ? (
        <div id={pairsId}>
          <Pairs
            collection={collection}
            patches={patches}
            question={question}
            questionKey={questionKey}
            addresses={addresses}
          />
        </div>
      ) : null}
    </li>
  );
}

/** Of what labels have taught, no share of bits can be told. */
function distanceWords(distance: number, bits: number, isLearned: boolean | undefined): string {
  const shown = formatNumber(Math.round(distance));
  return isLearned
    ? `learned distance ${shown}`
    : `distance ${shown} · ${formatPercent((bits - distance) / bits)} of bits agree`;
}

/** What the shown columns, or else the labels, say of most of its patches. */
function Known({ patches, members }: Pick<Props, 'patches' | 'members'>) {
  const columns = useShownBesideCases(patches.table.collectionId);
  const lines = ['label', ...columns.map(({ name }) => name)].flatMap((name) => {
    const column = patches.table.column(name);
    const words = column?.kind === 'category' ? wordsAmong(column, members) : [];
    const [most] = words;
    if (!most) return [];
    const share = most.count === members.length ? '' : ` ${formatPercent(most.count / members.length)}`;
    return [`${name === 'label' ? '' : `${name}: `}${most.value}${share}`];
  });
  return lines.length === 0 ? null : <span className={styles.known}>{lines.join(' · ')}</span>;
}

type PairsProps = Pick<Props, 'collection' | 'patches' | 'question' | 'questionKey' | 'addresses'>;

const PAIRS_AT_FIRST = 8;

/** Which patch of the hit answers which of the query, the most alike first. */
function Pairs({ collection, patches, question, questionKey, addresses }: PairsProps) {
  const [shown, setShown] = useState(PAIRS_AT_FIRST);
  const task = useTask(`${questionKey} ${question.kind} ${question.name}`, (signal) => findPairs(question, signal));
  const sorted = task.value?.toSorted((a, b) => a.distance - b.distance || a.queryId - b.queryId);
  const pairs = sorted?.slice(0, shown) ?? [];
  const urlOf = useThumbnails(
    collection.id,
    pairs.flatMap(({ queryId, patchId }) => [queryId, patchId]),
  );
  if (task.error) return <ErrorNotice error={task.error} />;
  if (!sorted) return <Spinner label="Finding the matching patches" showLabel />;
  const bits = barcodeBits(collection.profile);
  return (
    <>
      <ul className={styles.pairs} aria-label={`Pairs with ${question.name}`}>
        {pairs.map((pair) => (
          <PairItem key={pair.queryId} {...{ pair, bits, isLearned: question.learned, patches, urlOf, addresses }} />
        ))}
      </ul>
      {sorted.length > shown ? (
        <Button size="small" variant="quiet" onClick={() => setShown(shown + 24)}>
          {`Show more of ${formatCount(sorted.length, 'pair')}`}
        </Button>
      ) : null}
    </>
  );
}

interface PairProps extends Pick<Props, 'patches' | 'addresses'> {
  pair: SetPair;
  bits: number;
  isLearned: boolean | undefined;
  urlOf: (id: number) => string | undefined;
}

function PairItem({ pair, bits, isLearned, patches, urlOf, addresses }: PairProps) {
  const { queryId, patchId, distance, weight } = pair;
  return (
    <li className={styles.pair}>
      <PatchLink id={queryId} {...{ patches, urlOf, addresses }} />
      <ArrowRight size={14} aria-hidden />
      <PatchLink id={patchId} {...{ patches, urlOf, addresses }} />
      <span className={styles.quiet}>
        {distanceWords(distance, bits, isLearned)}
        {weight > 1 ? (
          <>
            <br />
            stands for {formatCount(weight, 'patch', 'patches')}
          </>
        ) : null}
      </span>
    </li>
  );
}
