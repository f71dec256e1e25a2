import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Group } from '../../columns/arrangement.ts';
import { GAP, layOut } from './grid-layout.ts';
import { GridRows, HEADING } from './grid-rows.ts';
import { useContentWidth } from './use-content-width.ts';

export interface VirtualGridOptions {
  /** Patches in the grid. */
  count: number;
  /** Undefined where they are not grouped. */
  groups: readonly Group[] | undefined;
  /** Wanted side of a patch in pixels. */
  tileSize: number;
  /** The patch that keys act on, or -1. Its row is drawn even out of sight: aria-activedescendant must point at something. */
  activePosition: number;
}

/** Lays `count` squares out in rows as wide as the scroller, and tells which rows to draw. */
export function useVirtualGrid({ count, groups, tileSize, activePosition }: VirtualGridOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useContentWidth(scroller);
  const { columns, side } = layOut(width, tileSize);
  const rowHeight = side + GAP;
  const layout = useMemo(() => new GridRows(count, columns, groups), [count, columns, groups]);
  const activeRow = activePosition < 0 ? -1 : layout.rowOf(activePosition);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const rows = defaultRangeExtractor(range);
      return activeRow < 0 || activeRow >= range.count || rows.includes(activeRow) ? rows : [...rows, activeRow];
    },
    [activeRow],
  );
  const virtualizer = useVirtualizer({
    count: width > 0 ? layout.count : 0,
    getScrollElement: () => scroller.current,
    estimateSize: (row) => rowHeight + (layout.hasHeading(row) ? HEADING : 0),
    overscan: 3,
    scrollPaddingStart: rowHeight / 2,
    scrollPaddingEnd: rowHeight / 2,
    rangeExtractor,
  });
  const reveal = useCallback(
    (position: number) => virtualizer.scrollToIndex(layout.rowOf(position), { align: 'auto' }),
    [virtualizer, layout],
  );
  const toTop = useCallback(() => virtualizer.scrollToOffset(0), [virtualizer]);
  useKeptPlace(scroller, layout, rowHeight, virtualizer);

  return {
    scroller,
    layout,
    side,
    rows: virtualizer.getVirtualItems(),
    height: Math.max(0, virtualizer.getTotalSize() - GAP),
    isLaidOut: width > 0,
    rowsPerPage: Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight),
    /** The first patch whose row is wholly in sight. */
    firstInSight: () => {
      const top = scroller.current?.scrollTop ?? 0;
      const row = layout.rowAt(top, rowHeight);
      const isWhole = layout.offsetOf(row, rowHeight) >= top;
      return Math.min(count - 1, layout.row(Math.min(layout.count - 1, isWhole ? row : row + 1)).first);
    },
    reveal,
    toTop,
  };
}

/** Keeps the patch at the top where it is when the columns change: by the size slider, the window or a panel. */
function useKeptPlace(
  scroller: { readonly current: HTMLElement | null },
  rows: GridRows,
  rowHeight: number,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
): void {
  const layout = useRef({ rows, rowHeight });
  const place = useRef({ position: 0, scrollTop: 0 });
  useEffect(() => {
    const element = scroller.current;
    const remember = () => {
      // As the virtualizer has just read it: to ask the element again would lay out what has been drawn since.
      const scrollTop = virtualizer.scrollOffset ?? 0;
      // A scroll of our own making leaves the place as it was, or it would drift with every step of the slider.
      if (Math.abs(scrollTop - place.current.scrollTop) < 1) return;
      const { rows: laidOut, rowHeight: height } = layout.current;
      const row = laidOut.rowAt(scrollTop, height);
      const { first, end } = laidOut.row(row);
      // Between the first patch of the row at the top and that of the next.
      const share = (scrollTop - laidOut.offsetOf(row, height)) / height;
      place.current = { position: first + share * (end - first), scrollTop };
    };
    element?.addEventListener('scroll', remember, { passive: true });
    return () => element?.removeEventListener('scroll', remember);
  }, [scroller, virtualizer]);
  useLayoutEffect(() => {
    const former = layout.current;
    layout.current = { rows, rowHeight };
    // To measure takes the longer the more rows there are, and while one indexes, patches come several times a second.
    if (former.rowHeight === rowHeight && rows.continues(former.rows)) return;
    virtualizer.measure();
    const element = scroller.current;
    if (!element) return;
    const row = rows.rowOf(Math.floor(place.current.position));
    const { first, end } = rows.row(row);
    const share = end > first ? (place.current.position - first) / (end - first) : 0;
    element.scrollTop = rows.offsetOf(row, rowHeight) + share * rowHeight;
    place.current.scrollTop = element.scrollTop;
  }, [scroller, rows, rowHeight, virtualizer]);
}
