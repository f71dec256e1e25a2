import { Link } from 'wouter';
import { useStore } from 'zustand';
import { collectionsStore } from '../../engine/collections-store.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { classes } from '../../ui/classes.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatNumber } from '../../ui/format.ts';
import { collectionPath } from '../../ui/routes.ts';
import styles from './CollectionList.module.css';
import { CollectionMenu } from './CollectionMenu.tsx';

/** Every collection, newest first, with its size and what can be done with it. */
export function CollectionList({ activeId }: { activeId: string | undefined }) {
  const { collections, error } = useStore(collectionsStore);
  if (error) return <ErrorNotice error={error} />;
  if (collections?.length === 0) return <p className={styles.none}>None yet. Drop a folder to make one.</p>;
  return (
    <ul className={styles.list}>
      {collections?.map((collection) => (
        <Item key={collection.id} collection={collection} isActive={collection.id === activeId} />
      ))}
    </ul>
  );
}

interface Progress {
  readonly done: number;
  /** Absent once the collection is whole. */
  readonly total: number | undefined;
}

/** Patches stored, of those to come; while a run is under way its own counts, which the stored record does not follow. */
function useProgress({ id, patchCount, unfinished }: CollectionRecord): Progress {
  const run = useStore(indexingStore, (state) => state.run);
  return unfinished && run?.collectionId === id ? run : { done: patchCount, total: unfinished?.total };
}

function Item({ collection, isActive }: { collection: CollectionRecord; isActive: boolean }) {
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
      <CollectionMenu collection={collection} isActive={isActive} />
    </li>
  );
}
