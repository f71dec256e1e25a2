import { Fragment } from 'react';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { useKnown } from '../../../engine/tables/use-known.ts';
import styles from './Known.module.css';

/** What the chosen columns of attached tables say of a patch; nothing where there are none. */
export function KnownLine({ patch }: { patch: Patch }) {
  const known = useKnown(patch);
  if (known.length === 0) return null;
  return (
    <span className={styles.line}>
      {known.map(({ name, words }, at) => (
        <Fragment key={name}>
          {at > 0 ? ' · ' : ''}
          <span className={styles.fact} title={`${name}: ${words}`}>
            <span className={styles.name}>{name}</span> {words}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
