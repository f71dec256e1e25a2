import Columns2 from 'lucide-react/icons/columns-2';
import Ellipsis from 'lucide-react/icons/ellipsis';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Patches } from '../../../columns/patches.ts';
import { labelsDigest } from '../../../engine/lens/labels-digest.ts';
import { cancelLearning, type Learning, learnAnew, learningStore } from '../../../engine/lens/learning.ts';
import { questionStore } from '../../../engine/question/question-store.ts';
import type { CollectionRecord } from '../../../library/schema.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatPercent } from '../../../ui/format.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import type { Addresses } from '../addresses.ts';
import { changeOptions, useOptions } from '../similar-store.ts';
import { LearnDialog } from './LearnDialog.tsx';
import styles from './LearnedSimilarity.module.css';
import { SimilarityChoice } from './SimilarityChoice.tsx';
import { STEPS, shortGainWords, sourceWords } from './words.ts';

const CompareSimilarities = lazy(async () => {
  const { CompareSimilarities } = await import('./CompareSimilarities.tsx');
  return { default: CompareSimilarities };
});

/** Milliseconds that no label must change for before it is learned anew. */
const QUIET = 1_500;

export interface LearnedSimilarityProps {
  collection: CollectionRecord;
  patches: Patches;
  /** False while patches are still being read from the library. */
  isLoaded: boolean;
  addresses: Addresses;
}

/** The choice between plain similarity and what labels have taught, where that wins; else the way to find out. */
export function LearnedSimilarity({ collection, patches, isLoaded, addresses }: LearnedSimilarityProps) {
  const { id, lens } = collection;
  const { learned } = useOptions(id);
  const learning = useStore(learningStore, ({ current }) => (current?.collectionId === id ? current : undefined));
  const isAsked = useStore(questionStore, ({ current }) => current !== undefined);
  const [shown, setShown] = useState<'learn' | 'compare'>();
  const isOutdated = useLearnedAnew(collection, isLoaded ? patches : undefined, learning);
  const words = sourceWords(collection);
  const close = () => setShown(undefined);
  return (
    <div className={styles.learned}>
      {lens ? (
        <div className={styles.row}>
          <SimilarityChoice isLearned={learned} onChange={(chosen) => changeOptions(id, { learned: chosen })} />
          <IconButton
            label="Compare plain and learned hits"
            size="small"
            icon={<Columns2 />}
            disabled={!isAsked}
            onClick={() => setShown('compare')}
          />
          <IconButton
            label="About the learned similarity"
            size="small"
            icon={<Ellipsis />}
            onClick={() => setShown('learn')}
          />
        </div>
      ) : (
        <Button variant="quiet" size="small" className={styles.quietButton} onClick={() => setShown('learn')}>
          {patches.labelOrder.size > 1 ? 'Learn from labels…' : 'Learn from a column…'}
        </Button>
      )}
      {learning?.running && shown !== 'learn' ? (
        <p className={styles.gain} role="status">
          {STEPS[learning.running.step]}: {formatPercent(learning.running.share)}{' '}
          <Button variant="quiet" size="small" onClick={cancelLearning}>
            Cancel
          </Button>
        </p>
      ) : lens ? (
        <p className={styles.gain}>
          {lens.column === undefined ? null : `By “${lens.column}”: `}
          {shortGainWords(lens.gain, words)}
          {isOutdated ? ', checked before the labels last changed' : null}
        </p>
      ) : null}
      {shown === 'learn' ? (
        <LearnDialog collection={collection} patches={patches} learning={learning} onClose={close} />
      ) : null}
      {shown === 'compare' ? (
        <Suspense>
          <CompareSimilarities collection={collection} patches={patches} addresses={addresses} onClose={close} />
        </Suspense>
      ) : null}
    </div>
  );
}

/**
 * Has what was learned learned anew once labels have changed, unless that was cancelled. While a run goes on, patches come all
 * the time: it is learned when that has ended.
 * @returns Whether what is stored was checked on other labels.
 */
function useLearnedAnew(
  { id, lens, sourceRule, unfinished }: CollectionRecord,
  patches: Patches | undefined,
  learning: Learning | undefined,
): boolean {
  const digest = useMemo(
    () => (lens && patches ? labelsDigest(patches.table, sourceRule, lens.column) : undefined),
    [lens, patches, sourceRule],
  );
  const isOutdated = lens !== undefined && digest !== undefined && digest !== lens.learnedFrom;
  const isDue = isOutdated && digest !== learning?.tried && !unfinished;
  useEffect(() => {
    if (!isDue || digest === undefined) return;
    const timer = setTimeout(() => void learnAnew(id), QUIET);
    return () => clearTimeout(timer);
  }, [isDue, digest, id]);
  return isOutdated;
}
