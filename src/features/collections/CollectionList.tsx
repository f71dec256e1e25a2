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

/** Patches stored; while a run is under way, the files it has dealt with, which the stored record does not follow. */
function useDone({ id, patchCount, unfinished }: CollectionRecord): number {
  const run = useStore(indexingStore, (state) => state.run);
  return unfinished && run?.collectionId === id ? run.done : patchCount;
}

function Item({ collection, isActive }: { collection: CollectionRecord; isActive: boolean }) {
  const { id, name, unfinished } = collection;
  const done = useDone(collection);
  return (
    <li className={classes(styles.item, isActive && styles.active)}>
      <Link href={collectionPath(id)} className={styles.link} aria-current={isActive ? 'page' : undefined} title={name}>
        <span className={styles.name}>{name}</span>
        <span className={styles.count}>
          {formatNumber(done)}
          {unfinished ? ` of ${formatNumber(unfinished.total)}` : null}
          <span className="visually-hidden"> patches</span>
        </span>
      </Link>
      <CollectionMenu collection={collection} isActive={isActive} />
    </li>
  );
}
