import SquareCheck from 'lucide-react/icons/square-check';
import { useStore } from 'zustand';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import { isFiltering, type PatchFilter } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import type { JoinedColumn } from '../../columns/table-columns.ts';
import { setSelecting } from '../../engine/collection/selection.ts';
import { questionStore } from '../../engine/question/question-store.ts';
import { useTableColumns } from '../../engine/tables/use-known.ts';
import { Button } from '../../ui/Button.tsx';
import { FacetMenu } from '../../ui/FacetMenu.tsx';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { LabelMark } from '../../ui/LabelMark.tsx';
import { Select } from '../../ui/Select.tsx';
import { ArrangeMenu } from './ArrangeMenu.tsx';
import { ColumnFilters } from './ColumnFilters.tsx';
import styles from './GalleryToolbar.module.css';
import { changeFilter, type GalleryView, setShows, setSortBy } from './gallery-view.ts';
import { NameSearch } from './NameSearch.tsx';
import { LIKENESS } from './use-likeness.ts';

export interface GalleryToolbarProps {
  patches: Patches;
  filter: PatchFilter;
  sortBy: string;
  groupBy: GalleryView['groupBy'];
  colourBy: GalleryView['colourBy'];
  shows: GalleryView['shows'];
  /** Patches that pass the filter. */
  matching: number;
  /** A click on a patch selects it. */
  isSelecting: boolean;
}

export function GalleryToolbar(props: GalleryToolbarProps) {
  const { patches, filter, sortBy, shows, matching, isSelecting } = props;
  const { facets, labelOrder } = patches;
  const columns = useTableColumns(patches.table.collectionId);
  const hasQuery = useStore(questionStore, ({ current }) => current !== undefined);
  const orders = ordersOf(patches, columns, hasQuery);
  const markOf = (label: string) => {
    const index = labelOrder.get(label);
    return index === undefined ? null : <LabelMark index={index} />;
  };
  return (
    <div className={styles.toolbar}>
      {patches.table.column(CASE_COLUMN) ? <Views shows={shows} /> : null}
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
      <ColumnFilters patches={patches} filters={filter.columns} />
      {shows === 'patches' ? (
        <Select
          label="Sort patches"
          hideLabel
          value={orders.some(({ value }) => value === sortBy) ? sortBy : 'added'}
          onValueChange={setSortBy}
          options={orders}
        />
      ) : null}
      {shows === 'patches' ? (
        <ArrangeMenu patches={patches} columns={columns} groupBy={props.groupBy} colourBy={props.colourBy} />
      ) : null}
      <div className={styles.end}>
        <p className={styles.count} aria-live="polite">
          {isFiltering(filter) ? `${formatNumber(matching)} of ` : null}
          {formatCount(patches.count, 'patch', 'patches')}
        </p>
        {shows === 'patches' ? (
          <Button
            variant="quiet"
            icon={<SquareCheck />}
            aria-pressed={isSelecting}
            className={styles.select}
            onClick={() => setSelecting(!isSelecting)}
          >
            Select
          </Button>
        ) : null}
      </div>
    </div>
  );
}

const VIEWS = [
  { value: 'patches', title: 'Patches' },
  { value: 'cases', title: 'Cases' },
] as const;

/** The same patches, one by one or by the cases that they make. */
function Views({ shows }: { shows: GalleryView['shows'] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a frame and a legend of its own.
    <div role="group" aria-label="View" className={styles.views}>
      {VIEWS.map(({ value, title }) => (
        <Button key={value} size="small" variant="quiet" aria-pressed={shows === value} onClick={() => setShows(value)}>
          {title}
        </Button>
      ))}
    </div>
  );
}

/** An order that would change nothing is not offered. */
function ordersOf(
  { labelOrder, table }: Patches,
  columns: readonly JoinedColumn[],
  hasQuery: boolean,
): { value: string; label: string }[] {
  const orders: { value: string; label: string; isUseful: boolean }[] = [
    { value: 'added', label: 'As added', isUseful: true },
    { value: 'path', label: 'By name', isUseful: true },
    { value: 'label', label: 'By label', isUseful: labelOrder.size > 0 },
    { value: 'slide', label: 'By slide', isUseful: table.slide.words.length > 1 },
    { value: CASE_COLUMN, label: 'By case', isUseful: table.column(CASE_COLUMN) !== undefined },
    { value: LIKENESS, label: 'By similarity to the query', isUseful: hasQuery },
    ...columns.map(({ name, type }) => ({ value: name, label: `By ${name}`, isUseful: type !== 'text' })),
  ];
  return orders.flatMap(({ isUseful, ...order }) => (isUseful ? [order] : []));
}
