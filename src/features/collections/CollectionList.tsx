import { Link } from 'wouter';
import { useStore } from 'zustand';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { interruptedImportsStore } from '../../engine/transfer/interrupted-imports.ts';
import type { ReadCollection } from '../../library/read-records.ts';
import type { RestoringCollection } from '../../library/restore.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { classes } from '../../ui/classes.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatNumber } from '../../ui/format.ts';
import { collectionPath, START_PATH } from '../../ui/routes.ts';
import styles from './CollectionList.module.css';
import { CollectionMenu } from './CollectionMenu.tsx';

/** Every collection, newest first, with its size and what can be done with it; then the imports that were interrupted. */
export function CollectionList({ activeId }: { activeId: string | undefined }) {
  const { collections, error } = useStore(collectionsStore);
  const interrupted = useStore(interruptedImportsStore, ({ imports }) => imports);
  if (error) return <ErrorNotice error={error} />;
  return (
    <>
      {collections?.length === 0 ? <p className={styles.none}>None yet. Drop a folder to make one.</p> : null}
      <ul className={styles.list}>
        {collections?.map((collection) => (
          <Item key={collection.id} collection={collection} isActive={collection.id === activeId} />
        ))}
        {interrupted.map((stored) => (
          <Interrupted key={stored.id} stored={stored} />
        ))}
      </ul>
    </>
  );
}

/** Leads to where it can be gone on with. */
function Interrupted({ stored: { name, patchCount, restoring } }: { stored: RestoringCollection }) {
  return (
    <li className={styles.item}>
      <Link href={START_PATH} className={classes(styles.link, styles.interrupted)} title={name}>
        <span className={styles.name}>{name}</span>
        <span className={styles.state}>
          Import interrupted: {formatNumber(patchCount)} of {formatNumber(restoring.total)}
          <span className="visually-hidden"> patches</span>
        </span>
      </Link>
    </li>
  );
}

interface Progress {
  readonly done: number;
  /** Absent once the collection is whole, and as long as nobody knows. */
  readonly total: number | undefined;
}

/** Patches stored, of those to come where that is known; while a run is under way its own counts, which the stored record does not follow. */
function useProgress({ id, patchCount, unfinished }: CollectionRecord): Progress {
  const run = useStore(indexingStore, (state) => state.run);
  if (!unfinished) return { done: patchCount, total: undefined };
  const { done, total } = run?.collectionId === id ? run : { done: patchCount, total: unfinished.total };
  return { done, total: total > done ? total : undefined };
}

function Item({ collection, isActive }: { collection: ReadCollection; isActive: boolean }) {
  const { id, name } = collection;
  const { done, total } = useProgress(collection);
  return (
    <li className={classes(styles.item, isActive && styles.active)}>
      <Link href={collectionPath(id)} className={styles.link} aria-current={isActive ? 'page' : undefined} title={name}>
        <span className={styles.name}>{name}</span>
        <span className={styles.count}>
          {formatNumber(done)}
          {total === undefined ? null : ` of ${formatNumber(total)}`}
          <span className="visually-hidden"> patches</span>
        </span>
      </Link>
      <CollectionMenu collection={collection} />
    </li>
  );
}
