import { type KeyboardEvent, type MouseEvent, memo, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Arranged, Group } from '../../columns/arrangement.ts';
import type { PatchFilter } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import { type Selection, selectAll, selectRange, toggle } from '../../engine/collection/selection.ts';
import { useThumbnails } from '../../engine/collection/use-thumbnails.ts';
import { formatNumber } from '../../ui/format.ts';
import { galleryStore } from './gallery-store.ts';
import { GAP } from './grid-layout.ts';
import { HEADING } from './grid-rows.ts';
import styles from './PatchGrid.module.css';
import { PatchTile } from './PatchTile.tsx';
import { useVirtualGrid } from './use-virtual-grid.ts';

/** Milliseconds a window must stand before it is read: while one scrolls fast, what flies by is not. */
const SETTLED = 80;

export interface PatchGridProps {
  collectionId: string;
  patches: Patches;
  /** The patches shown in their order, and the filter they passed. */
  shown: Arranged;
  filter: PatchFilter;
  /** The place of a patch's word among those that colour the patches. */
  colourOf: (patchId: number) => number | undefined;
  /** The query, ringed. */
  patchId: number | undefined;
  selection: Selection;
  /** A click selects instead of searching. */
  isSelecting: boolean;
  onSelect: (selection: Selection) => void;
  onSearch: (patchId: number) => void;
  onLeave: () => void;
  /** The patch pointed at, by the mouse or the keys. */
  onPoint: (patchId: number | undefined) => void;
}

/**
 * The patches as a listbox that draws only the rows in sight. Focus stays on the listbox itself, so that scrolling
 * never loses it; the patch that keys act on is its active descendant.
 */
export const PatchGrid = memo(function PatchGrid(props: PatchGridProps) {
  const { collectionId, patches, shown, filter, colourOf, patchId, selection, isSelecting } = props;
  const { onSelect, onSearch, onLeave, onPoint } = props;
  const { ids } = shown;
  const gridId = useId();
  const tileSize = useStore(galleryStore, (state) => state.tileSize);
  const [activeId, setActiveId] = useState(patchId);
  const activePosition = activeId === undefined ? -1 : shown.positionOf(activeId);
  const grid = useVirtualGrid({ count: ids.length, groups: shown.groups, tileSize, activePosition });
  const { scroller, layout, side, rows, isLaidOut, reveal, toTop } = grid;
  const idsOfRow = (row: number) => Array.from(ids.subarray(layout.row(row).first, layout.row(row).end));
  const urlOf = useThumbnails(
    collectionId,
    rows.flatMap(({ index }) => idsOfRow(index)),
    SETTLED,
  );
  const { table } = patches;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query is revealed once; later growth does not move the page.
  useEffect(() => {
    if (!isLaidOut || patchId === undefined) return;
    setActiveId(patchId);
    const position = shown.positionOf(patchId);
    if (position >= 0) reveal(position);
  }, [patchId, isLaidOut]);

  const filterInSight = useRef(filter);
  useEffect(() => {
    if (filterInSight.current !== filter) toTop();
    filterInSight.current = filter;
  }, [filter, toTop]);

  const activate = (position: number) => {
    const id = ids[position];
    if (id === undefined) return;
    setActiveId(id);
    onPoint(id);
    reveal(position);
  };

  const press = (event: KeyboardEvent) => {
    if (event.altKey || !(isWithCommand(event) ? pressWithCommand(event.key) : pressAlone(event))) return;
    event.preventDefault();
  };

  /** @returns Whether the key means anything here. */
  const pressWithCommand = (key: string): boolean => {
    if (key === 'a') onSelect(selectAll(shown));
    else if (key !== ' ') return false;
    else toggleActive();
    return true;
  };

  const pressAlone = ({ key, shiftKey }: KeyboardEvent): boolean => {
    if (key === 'Escape') onLeave();
    else if (key === 'Enter') askActive();
    else if (key === ' ') toggleActive();
    else return move(key, shiftKey);
    return key !== 'Escape';
  };

  const askActive = () => {
    if (activePosition >= 0 && activeId !== undefined) onSearch(activeId);
  };

  const toggleActive = () => {
    if (activePosition >= 0 && activeId !== undefined) onSelect(toggle(selection, activeId));
  };

  const move = (key: string, isRange: boolean): boolean => {
    const from = activePosition < 0 ? grid.firstInSight() : activePosition;
    const to = ids.length === 0 ? undefined : layout.afterKey(key, from, grid.rowsPerPage);
    if (to === undefined) return false;
    activate(to);
    if (isRange) selectTo(ids[to], ids[from], false);
    return true;
  };

  const selectTo = (id: number | undefined, from: number | undefined, keeps: boolean) => {
    if (id !== undefined && from !== undefined) onSelect(selectRange(selection, shown, { id, from, keeps }));
  };

  const focus = () => {
    if (activePosition < 0 && scroller.current?.matches(':focus-visible')) setActiveId(ids[grid.firstInSight()]);
  };

  const click = (event: MouseEvent) => {
    const id = patchUnder(event, ids);
    if (id === undefined) return;
    setActiveId(id);
    if (event.shiftKey) selectTo(id, activePosition < 0 ? id : activeId, isWithCommand(event));
    else if (isSelecting || isWithCommand(event)) onSelect(toggle(selection, id));
    else onSearch(id);
  };

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Patches"
      aria-multiselectable
      data-focus-first
      aria-activedescendant={activePosition < 0 ? undefined : `${gridId}-${activeId}`}
      tabIndex={0}
      className={styles.scroller}
      onKeyDown={press}
      onFocus={focus}
      onClick={click}
      onMouseMove={(event) => onPoint(patchUnder(event, ids))}
      onMouseLeave={() => onPoint(undefined)}
    >
      <div role="none" className={styles.rows} style={{ height: grid.height }}>
        {rows.map(({ key, index, start }) => (
          <div
            key={key}
            {...roleOf(layout.row(index).group)}
            style={{ transform: `translateY(${start}px)` }}
            className={styles.block}
          >
            {layout.hasHeading(index) ? <GroupHeading group={layout.row(index).group} /> : null}
            <div role="none" className={styles.row} style={{ gap: GAP }}>
              {idsOfRow(index).map((id, column) => (
                <PatchTile
                  key={id}
                  id={`${gridId}-${id}`}
                  path={table.pathAt(id) ?? ''}
                  url={urlOf(id)}
                  labelIndex={colourOf(id)}
                  position={layout.row(index).first + column}
                  count={ids.length}
                  side={side}
                  isQuery={id === patchId}
                  isSelected={selection.ids.has(id)}
                  isActive={id === activeId}
                  isSelectable={isSelecting}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
});

/** The patches of a group belong together for those who hear them. */
function roleOf(group: Group | undefined): { role: 'none' } | { role: 'group'; 'aria-label': string } {
  return group ? { role: 'group', 'aria-label': group.value || 'Not known' } : { role: 'none' };
}

function GroupHeading({ group }: { group: Group | undefined }) {
  return (
    <p aria-hidden className={styles.heading} style={{ height: HEADING }}>
      <span className={styles.name}>{group?.value || 'Not known'}</span>{' '}
      <span className={styles.count}>{formatNumber(group?.count ?? 0)}</span>
    </p>
  );
}

/** Control, or Command on a Mac. */
function isWithCommand({ ctrlKey, metaKey }: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return ctrlKey || metaKey;
}

function patchUnder({ target }: MouseEvent, ids: Uint32Array): number | undefined {
  const option = target instanceof Element ? target.closest<HTMLElement>('[role="option"]') : null;
  return option ? ids[Number(option.dataset.position)] : undefined;
}
