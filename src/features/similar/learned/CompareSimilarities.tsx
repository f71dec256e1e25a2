import { Link } from 'wouter';
import { useStore } from 'zustand';
import { voteOf } from '../../../barcode/vote.ts';
import type { Patch } from '../../../columns/patch-chunk.ts';
import type { Patches } from '../../../columns/patches.ts';
import { useThumbnails } from '../../../engine/collection/use-thumbnails.ts';
import { questionStore } from '../../../engine/question/question-store.ts';
import { findSimilar } from '../../../engine/question/search-service.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import type { SearchResult } from '../../../search/hits.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { PatchImage } from '../../../ui/PatchImage.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { useTask } from '../../../ui/use-task.ts';
import type { Addresses } from '../addresses.ts';
import { LabelName } from '../hits/LabelName.tsx';
import { PatchName } from '../hits/PatchName.tsx';
import { useOptions } from '../similar-store.ts';
import styles from './CompareSimilarities.module.css';

export interface CompareSimilaritiesProps {
  collection: CollectionRecord;
  patches: Patches;
  addresses: Addresses;
  onClose: () => void;
}

/** The hits of one query by plain similarity and by what labels have taught, side by side. */
export function CompareSimilarities({ collection, patches, addresses, onClose }: CompareSimilaritiesProps) {
  const { id } = collection;
  const current = useStore(questionStore, (state) => state.current);
  const options = useOptions(id);
  const task = useTask(current && JSON.stringify([current.key, collection.lens?.id]), (signal) => {
    if (!current) throw new Error('There is nothing to search with.');
    const find = (learned: boolean) => findSimilar(current.question, { ...options, learned }, signal);
    return Promise.all([find(false), find(true)]);
  });
  const found = task.value?.map((result) => listOf(result, patches));
  const urlOf = useThumbnails(id, found?.flatMap(({ hits }) => hits.map((patch) => patch.id)) ?? []);
  const shared = { patches, addresses, urlOf, onFollow: onClose };
  const [plain, learned] = found ?? [];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="wide"
      title="Plain and learned hits"
      description="The same query, references and choices. A number beside a hit is its place in the other list."
    >
      {task.error ? <ErrorNotice error={task.error} /> : null}
      {plain && learned ? (
        <div className={styles.lists}>
          <Hits title="Plain" list={plain} other={learned} {...shared} />
          <Hits title="Learned" list={learned} other={plain} {...shared} />
        </div>
      ) : task.error ? null : (
        <Spinner label="Searching" />
      )}
    </Dialog>
  );
}

interface FoundList {
  readonly hits: readonly Patch[];
  /** The label that the nearest references vote for. */
  readonly vote: string | undefined;
}

function listOf({ hits, nearest }: SearchResult, patches: Patches): FoundList {
  const toPatches = (all: SearchResult['hits']) => all.flatMap(({ patchId }) => patches.get(patchId) ?? []);
  return { hits: toPatches(hits), vote: voteOf(toPatches(nearest).map(({ label }) => label))?.label };
}

interface HitsProps {
  title: string;
  list: FoundList;
  other: FoundList;
  patches: Patches;
  addresses: Addresses;
  urlOf: (patchId: number) => string | undefined;
  onFollow: () => void;
}

function Hits({ title, list, other, patches, addresses, urlOf, onFollow }: HitsProps) {
  return (
    <section aria-label={`${title} hits`}>
      <h3 className={styles.title}>
        {title} <span className={styles.quiet}>{list.vote ? `votes for ${list.vote}` : 'no vote'}</span>
      </h3>
      <ol className={styles.list}>
        {list.hits.map((patch, at) => {
          const place = other.hits.findIndex(({ id }) => id === patch.id);
          const labelIndex = patches.labelOrder.get(patch.label);
          return (
            <li key={patch.id} className={styles.hit}>
              <span className={styles.rank}>{at + 1}</span>
              <PatchImage url={urlOf(patch.id)} labelIndex={labelIndex} className={styles.image} />
              <span className={styles.words}>
                <LabelName label={patch.label} index={labelIndex} />
                <Link
                  href={addresses.of({ kind: 'patch', patchId: patch.id })}
                  className={styles.name}
                  onClick={onFollow}
                >
                  <PatchName path={patch.path} room={40} />
                </Link>
              </span>
              <span className={styles.place}>{place < 0 ? 'only here' : place === at ? 'same' : `${place + 1}`}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
