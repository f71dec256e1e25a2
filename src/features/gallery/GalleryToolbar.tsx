import Grid2x2 from 'lucide-react/icons/grid-2x2';
import Grid3x3 from 'lucide-react/icons/grid-3x3';
import SquareCheck from 'lucide-react/icons/square-check';
import { useStore } from 'zustand';
import { isFiltering, type PatchFilter } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import { Button } from '../../ui/Button.tsx';
import { FacetMenu } from '../../ui/FacetMenu.tsx';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import { Select } from '../../ui/Select.tsx';
import { Slider } from '../../ui/Slider.tsx';
import styles from './GalleryToolbar.module.css';
import { galleryStore, setSelecting, setTileSize, TILE_SIZES } from './gallery-store.ts';
import { changeFilter, type SortBy, setSortBy } from './gallery-view.ts';
import { NameSearch } from './NameSearch.tsx';

export interface GalleryToolbarProps {
  patches: Patches;
  filter: PatchFilter;
  sortBy: SortBy;
  /** Patches that pass the filter. */
  matching: number;
  /** A click on a patch selects it. */
  isSelecting: boolean;
}

export function GalleryToolbar({ patches, filter, sortBy, matching, isSelecting }: GalleryToolbarProps) {
  const { facets, labelOrder } = patches;
  const tileSize = useStore(galleryStore, (state) => state.tileSize);
  const markOf = (label: string) => {
    const index = labelOrder.get(label);
    return index === undefined ? null : <LabelMark index={index} />;
  };
  return (
    <div className={styles.toolbar}>
      <NameSearch text={filter.text} className={styles.search} />
      {labelOrder.size > 0 ? (
        <FacetMenu
          label="Labels"
          facets={facets.labels}
          chosen={filter.labels}
          multiple
          emptyName="No label"
          markOf={markOf}
          onChange={(labels) => changeFilter({ labels })}
        />
      ) : null}
      {facets.folders.length > 1 ? (
        <FacetMenu
          label="Folders"
          facets={facets.folders}
          chosen={filter.folder === undefined ? [] : [filter.folder]}
          multiple={false}
          emptyName="The dropped folder itself"
          onChange={([folder]) => changeFilter({ folder })}
        />
      ) : null}
      <Select label="Sort patches" hideLabel value={sortBy} onValueChange={setSortBy} options={ordersOf(patches)} />
      <div className={styles.end}>
        <p className={styles.count} aria-live="polite">
          {isFiltering(filter) ? `${formatNumber(matching)} of ` : null}
          {formatCount(patches.count, 'patch', 'patches')}
        </p>
        <Button
          variant="quiet"
          icon={<SquareCheck />}
          aria-pressed={isSelecting}
          className={styles.select}
          onClick={() => setSelecting(!isSelecting)}
        >
          Select
        </Button>
        <div className={styles.size}>
          <Grid3x3 size={16} aria-hidden />
          <Slider
            label="Size of the patches"
            formatValue={(pixels) => `${pixels} pixels`}
            value={tileSize}
            onValueChange={setTileSize}
            min={TILE_SIZES.least}
            max={TILE_SIZES.most}
            step={8}
            className={styles.slider}
          />
          <Grid2x2 size={18} aria-hidden />
        </div>
      </div>
    </div>
  );
}

/** An order that would change nothing is not offered. */
function ordersOf({ labelOrder, table }: Patches): { value: SortBy; label: string }[] {
  const orders: { value: SortBy; label: string; isUseful: boolean }[] = [
    { value: 'added', label: 'As added', isUseful: true },
    { value: 'path', label: 'By name', isUseful: true },
    { value: 'label', label: 'By label', isUseful: labelOrder.size > 0 },
    { value: 'slide', label: 'By slide', isUseful: table.slide.words.length > 1 },
  ];
  return orders.flatMap(({ isUseful, ...order }) => (isUseful ? [order] : []));
}
