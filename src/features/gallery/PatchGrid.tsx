import { type KeyboardEvent, type MouseEvent, memo, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { PatchRecord } from '../../library/schema.ts';
import { type PatchFilter, positionOf } from './filter.ts';
import { galleryStore } from './gallery-store.ts';
import { GAP, positionAfterKey } from './grid-layout.ts';
import styles from './PatchGrid.module.css';
import { PatchTile } from './PatchTile.tsx';
import { useVirtualGrid } from './use-virtual-grid.ts';
import { useWindowThumbnails } from './use-window-thumbnails.ts';

export interface PatchGridProps {
  collectionId: string;
  patches: readonly PatchRecord[];
  labelIndices: ReadonlyMap<string, number>;
  /** Ids of the patches shown, ascending, and the filter they passed. */
  ids: Uint32Array;
  filter: PatchFilter;
  /** The query, ringed. */
  patchId: number | undefined;
  onAsk: (patchId: number) => void;
  onLeave: () => void;
  /** The patch pointed at, by the mouse or the keys. */
  onPoint: (patchId: number | undefined) => void;
}

/**
 * The patches as a listbox that draws only the rows in sight. Focus stays on the listbox itself, so that scrolling
 * never loses it; the patch that keys act on is its active descendant.
 */
export const PatchGrid = memo(function PatchGrid(props: PatchGridProps) {
  const { collectionId, patches, labelIndices, ids, filter, patchId, onAsk, onLeave, onPoint } = props;
  const gridId = useId();
  const tileSize = useStore(galleryStore, (state) => state.tileSize);
  const [activeId, setActiveId] = useState(patchId);
  const activePosition = activeId === undefined ? -1 : positionOf(ids, activeId);
  const grid = useVirtualGrid({ count: ids.length, tileSize, activePosition });
  const { scroller, columns, side, rows, isLaidOut, reveal, toTop } = grid;
  const idsOfRow = (row: number) => Array.from(ids.subarray(row * columns, (row + 1) * columns));
  const urlOf = useWindowThumbnails(
    collectionId,
    rows.flatMap(({ index }) => idsOfRow(index)),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query is revealed once; later growth does not move the page.
  useEffect(() => {
    if (!isLaidOut || patchId === undefined) return;
    setActiveId(patchId);
    const position = positionOf(ids, patchId);
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
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') onLeave();
    const isAsking = event.key === 'Enter' || event.key === ' ';
    if (isAsking && activePosition >= 0 && activeId !== undefined) onAsk(activeId);
    const from = activePosition < 0 ? grid.firstInSight() : activePosition;
    const to = positionAfterKey(event.key, from, ids.length, grid);
    if (to !== undefined) activate(to);
    if (isAsking || to !== undefined) event.preventDefault();
  };

  const focus = () => {
    if (activePosition < 0 && scroller.current?.matches(':focus-visible')) setActiveId(ids[grid.firstInSight()]);
  };

  const click = (event: MouseEvent) => {
    const id = patchUnder(event, ids);
    if (id === undefined) return;
    setActiveId(id);
    onAsk(id);
  };

  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Patches"
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
                path={patches[id]?.path ?? ''}
                url={urlOf(id)}
                labelIndex={labelIndices.get(patches[id]?.label ?? '')}
                position={index * columns + column}
                count={ids.length}
                side={side}
                isQuery={id === patchId}
                isActive={id === activeId}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
});

function patchUnder({ target }: MouseEvent, ids: Uint32Array): number | undefined {
  const option = target instanceof Element ? target.closest<HTMLElement>('[role="option"]') : null;
  return option ? ids[Number(option.dataset.position)] : undefined;
}
