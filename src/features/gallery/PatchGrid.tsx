import { type KeyboardEvent, type MouseEvent, memo, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Arranged } from '../../columns/arrangement.ts';
import type { PatchFilter } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import { useThumbnails } from '../../engine/collection/use-thumbnails.ts';
import { galleryStore } from './gallery-store.ts';
import { GAP, positionAfterKey } from './grid-layout.ts';
import styles from './PatchGrid.module.css';
import { PatchTile } from './PatchTile.tsx';
import { type Selection, selectAll, selectRange, toggle } from './selection.ts';
import { useVirtualGrid } from './use-virtual-grid.ts';

/** Milliseconds a window must stand before it is read: while one scrolls fast, what flies by is not. */
const SETTLED = 80;

export interface PatchGridProps {
  collectionId: string;
  patches: Patches;
  /** The patches shown in their order, and the filter they passed. */
  shown: Arranged;
  filter: PatchFilter;
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
  const { collectionId, patches, shown, filter, patchId, selection, isSelecting } = props;
  const { onSelect, onSearch, onLeave, onPoint } = props;
  const { ids } = shown;
  const gridId = useId();
  const tileSize = useStore(galleryStore, (state) => state.tileSize);
  const [activeId, setActiveId] = useState(patchId);
  const activePosition = activeId === undefined ? -1 : shown.positionOf(activeId);
  const grid = useVirtualGrid({ count: ids.length, tileSize, activePosition });
  const { scroller, columns, side, rows, isLaidOut, reveal, toTop } = grid;
  const idsOfRow = (row: number) => Array.from(ids.subarray(row * columns, (row + 1) * columns));
  const urlOf = useThumbnails(
    collectionId,
    rows.flatMap(({ index }) => idsOfRow(index)),
    SETTLED,
  );
  const { table, labelOrder } = patches;

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
    const to = positionAfterKey(key, from, ids.length, grid);
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
          <div key={key} role="none" className={styles.row} style={{ transform: `translateY(${start}px)`, gap: GAP }}>
            {idsOfRow(index).map((id, column) => (
              <PatchTile
                key={id}
                id={`${gridId}-${id}`}
                path={table.pathAt(id) ?? ''}
                url={urlOf(id)}
                labelIndex={labelOrder.get(table.label.wordAt(id) ?? '')}
                position={index * columns + column}
                count={ids.length}
                side={side}
                isQuery={id === patchId}
                isSelected={selection.ids.has(id)}
                isActive={id === activeId}
                isSelectable={isSelecting}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
});

/** Control, or Command on a Mac. */
function isWithCommand({ ctrlKey, metaKey }: { ctrlKey: boolean; metaKey: boolean }): boolean {
  return ctrlKey || metaKey;
}

function patchUnder({ target }: MouseEvent, ids: Uint32Array): number | undefined {
  const option = target instanceof Element ? target.closest<HTMLElement>('[role="option"]') : null;
  return option ? ids[Number(option.dataset.position)] : undefined;
}
