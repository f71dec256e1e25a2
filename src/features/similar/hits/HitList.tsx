import { useStore } from 'zustand';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { select, selectionOf, selectionStore, toggle } from '../../../engine/collection/selection.ts';
import type { DistanceScale } from '../../../evaluation/scale/distance-scale.ts';
import type { Hit } from '../../../search/hits.ts';
import { classes } from '../../../ui/classes.ts';
import type { Addresses } from '../addresses.ts';
import { HitItem } from './HitItem.tsx';
import styles from './HitList.module.css';

export interface FoundPatch {
  readonly hit: Hit;
  readonly patch: Patch;
}

export interface HitListProps {
  /** Undefined before the first search is done: then `places` rows are kept free. */
  found: readonly FoundPatch[] | undefined;
  places: number;
  isSearching: boolean;
  /** Dims the hits of the query before. */
  isSlow: boolean;
  /** Nothing really resembles the query: what is there stands back. */
  isUnlike: boolean;
  /** Undefined where it is not known. */
  scale: DistanceScale | undefined;
  labelIndices: ReadonlyMap<string, number>;
  urlOf: (patchId: number) => string | undefined;
  addresses: Addresses;
  micronsOf: (slidePath: string) => number | undefined;
  collectionId: string;
  /** A hit was clicked, and its link may be about to go. */
  onFollow: () => void;
  onCompare: (rank: number) => void;
  /** A hit becomes a positive example, or a negative one. */
  onMoreLike: (patchId: number) => void;
  onLessLike: (patchId: number) => void;
}

/** The similar patches, nearest first. */
export function HitList(props: HitListProps) {
  const {
    found,
    places,
    isSearching,
    isSlow,
    isUnlike,
    labelIndices,
    urlOf,
    onCompare,
    onMoreLike,
    onLessLike,
    collectionId,
    ...shared
  } = props;
  const selection = useStore(selectionStore, (state) => selectionOf(state, collectionId));
  if (!found) return <KeptPlaces count={places} />;
  return (
    <ol
      // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
      role="list"
      aria-label="Similar patches"
      aria-busy={isSearching}
      className={classes(styles.list, isSlow && styles.before, isUnlike && styles.unlike)}
    >
      {found.map(({ hit, patch }, index) => (
        <HitItem
          key={patch.id}
          {...shared}
          isUnlike={isUnlike}
          rank={index + 1}
          hit={hit}
          patch={patch}
          labelIndex={labelIndices.get(patch.label)}
          url={urlOf(patch.id)}
          isComparable={!isSearching}
          onCompare={() => onCompare(index + 1)}
          onMoreLike={() => onMoreLike(patch.id)}
          onLessLike={() => onLessLike(patch.id)}
          isSelected={selection.ids.has(patch.id)}
          onSelect={shared.addresses.showsPlaces ? undefined : () => select(collectionId, toggle(selection, patch.id))}
        />
      ))}
    </ol>
  );
}

function KeptPlaces({ count }: { count: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty places have nothing else to tell them apart.
        <div key={index} className={styles.place}>
          <span className={styles.placeImage} />
          <span className={styles.placeWords} />
        </div>
      ))}
    </div>
  );
}
