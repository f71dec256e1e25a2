import { useEffect, useState } from 'react';
import { readLabelledByHand } from '../../library/patches.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { formatCount, formatNumber } from '../../ui/format.ts';
import styles from './HandLabels.module.css';

/** More rows than anyone reads would only make the dialog slow. */
const MOST_ROWS = 100;

export interface HandLabelsProps {
  collectionId: string;
  /** Those that are about to be changed. */
  ids: readonly number[];
}

/** Says which of the patches a person has labelled, before that work is undone with theirs. Nothing while none is. */
export function HandLabels({ collectionId, ids }: HandLabelsProps) {
  const [byHand, setByHand] = useState<readonly PatchRecord[]>([]);
  useEffect(() => {
    let isShown = true;
    // A library that cannot be read says so when the change is tried.
    readLabelledByHand(collectionId, ids).then(
      (found) => isShown && setByHand(found),
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, [collectionId, ids]);
  if (byHand.length === 0) return null;
  return (
    <details className={styles.labels}>
      <summary>
        {byHand.length === ids.length
          ? `${ids.length === 1 ? 'It was' : 'All of them were'} labelled by hand`
          : `${formatCount(byHand.length, 'of them was', 'of them were')} labelled by hand`}
      </summary>
      <ul className={styles.list}>
        {byHand.slice(0, MOST_ROWS).map(({ id, path, label }) => (
          <li key={id} className={styles.row}>
            <span className={styles.path}>{path}</span>
            <span className={styles.label}>{label || 'No label'}</span>
          </li>
        ))}
      </ul>
      {byHand.length > MOST_ROWS ? <p>and {formatNumber(byHand.length - MOST_ROWS)} more</p> : null}
    </details>
  );
}
