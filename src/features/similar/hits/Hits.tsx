import { useRef } from 'react';
import type { LayerNumber } from '../../../barcode/profile.ts';
import { selectFurther } from '../../../engine/collection/selection.ts';
import type { QueryOptions } from '../../../search/hits.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useOnChange } from '../../../ui/use-change.ts';
import type { Addresses } from '../addresses.ts';
import type { ExampleActions } from '../query/use-examples.ts';
import type { Search } from '../search/use-search.ts';
import { HitList, type HitListProps } from './HitList.tsx';
import styles from './Hits.module.css';
import { ResultsHeader } from './ResultsHeader.tsx';

export interface HitsProps {
  collectionId: string;
  search: Search;
  looks: Pick<HitListProps, 'labelIndices' | 'urlOf' | 'micronsOf'>;
  layers: readonly LayerNumber[];
  patchCount: number;
  addresses: Addresses;
  /** The query is a region of a slide. */
  isRegion: boolean;
  examples: ExampleActions;
  onCompare: (rank: number) => void;
}

/** The list of hits with what it is above it; each new list begins at its nearest hit. */
export function Hits({
  collectionId,
  search,
  looks,
  layers,
  patchCount,
  addresses,
  isRegion,
  examples,
  onCompare,
}: HitsProps) {
  const { found, foundFor, options, load, isSearching, isSlow, newPatches, scale, unlikeness } = search;
  const area = useRef<HTMLDivElement>(null);
  useOnChange(foundFor, () => area.current?.scrollTo(0, 0));
  return (
    <>
      <ResultsHeader
        layers={layers}
        hits={found?.length}
        patchCount={patchCount}
        load={load.isComplete ? undefined : load.progress}
        secondsAQuestion={load.progress?.secondsAQuestion}
        isSlow={isSlow}
        newPatches={newPatches}
        onRefresh={search.tryAgain}
        onSelectAll={
          found && !addresses.showsPlaces
            ? () =>
                selectFurther(
                  collectionId,
                  found.map(({ patch }) => patch.id),
                )
            : undefined
        }
      />
      <div ref={area} tabIndex={-1} className={styles.hits}>
        {found?.length === 0 ? (
          <NothingFound options={options} hasNegatives={examples.examples.negatives.length > 0} isRegion={isRegion} />
        ) : (
          <HitList
            {...looks}
            collectionId={collectionId}
            found={found}
            places={Math.min(options?.n ?? 0, patchCount - 1)}
            isSearching={isSearching}
            isSlow={isSlow}
            isUnlike={unlikeness !== undefined}
            scale={scale}
            addresses={addresses}
            onFollow={() => area.current?.focus()}
            onCompare={onCompare}
            onMoreLike={examples.addPositive}
            onLessLike={examples.addNegative}
          />
        )}
      </div>
    </>
  );
}

interface NothingFoundProps {
  options: QueryOptions | undefined;
  hasNegatives: boolean;
  isRegion: boolean;
}

function NothingFound({ options, hasNegatives, isRegion }: NothingFoundProps) {
  const isFiltered = options && (options.filter.labels.length > 0 || options.filter.folder !== undefined);
  return <EmptyState title="Nothing to compare with">{reason()}</EmptyState>;

  function reason(): string {
    if (isFiltered) return 'No patch passes the filter. Choose more labels or another folder above.';
    if (hasNegatives) return 'Every patch is more like a “less like” example than like the query.';
    if (options?.sameSource === false) {
      return 'Every other patch has the same source as the query. Include the same source above to see them.';
    }
    if (isRegion && options?.insideRegion === false) {
      return 'Every patch overlaps the region. Include the region above to see them.';
    }
    return 'There is no other patch in the collection yet.';
  }
}
