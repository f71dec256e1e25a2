import { defaultRangeExtractor, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { GAP, layOut } from './grid-layout.ts';
import { useContentWidth } from './use-content-width.ts';

export interface VirtualGridOptions {
  /** Patches in the grid. */
  count: number;
  /** Wanted side of a patch in pixels. */
  tileSize: number;
  /** The patch that keys act on, or -1. Its row is drawn even out of sight: aria-activedescendant must point at something. */
  activePosition: number;
}

/** Lays `count` squares out in rows as wide as the scroller, and tells which rows to draw. */
export function useVirtualGrid({ count, tileSize, activePosition }: VirtualGridOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useContentWidth(scroller);
  const { columns, side } = layOut(width, tileSize);
  const rowHeight = side + GAP;
  const activeRow = Math.floor(activePosition / columns);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const rows = defaultRangeExtractor(range);
      return activeRow < 0 || activeRow >= range.count || rows.includes(activeRow) ? rows : [...rows, activeRow];
    },
    [activeRow],
  );
  const virtualizer = useVirtualizer({
    count: width > 0 ? Math.ceil(count / columns) : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 3,
    scrollPaddingStart: rowHeight / 2,
    scrollPaddingEnd: rowHeight / 2,
    rangeExtractor,
  });
  const reveal = useCallback(
    (position: number) => virtualizer.scrollToIndex(Math.floor(position / columns), { align: 'auto' }),
    [virtualizer, columns],
  );
  const toTop = useCallback(() => virtualizer.scrollToOffset(0), [virtualizer]);
  useKeptPlace(scroller, columns, rowHeight, virtualizer);

  return {
    scroller,
    columns,
    side,
    rows: virtualizer.getVirtualItems(),
    height: Math.max(0, virtualizer.getTotalSize() - GAP),
    isLaidOut: width > 0,
    rowsPerPage: Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight),
    /** The first patch whose row is wholly in sight. */
    firstInSight: () => Math.min(count - 1, Math.ceil((scroller.current?.scrollTop ?? 0) / rowHeight) * columns),
    reveal,
    toTop,
  };
}

/** Keeps the patch at the top where it is when the columns change: by the size slider, the window or a panel. */
function useKeptPlace(
  scroller: { readonly current: HTMLElement | null },
  columns: number,
  rowHeight: number,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
): void {
  const layout = useRef({ columns, rowHeight });
  const place = useRef({ position: 0, scrollTop: 0 });
  useEffect(() => {
    const element = scroller.current;
    const remember = () => {
      // As the virtualizer has just read it: to ask the element again would lay out what has been drawn since.
      const scrollTop = virtualizer.scrollOffset ?? 0;
      // A scroll of our own making leaves the place as it was, or it would drift with every step of the slider.
      if (Math.abs(scrollTop - place.current.scrollTop) < 1) return;
      place.current = { position: (scrollTop / layout.current.rowHeight) * layout.current.columns, scrollTop };
    };
    element?.addEventListener('scroll', remember, { passive: true });
    return () => element?.removeEventListener('scroll', remember);
  }, [scroller, virtualizer]);
  useLayoutEffect(() => {
    layout.current = { columns, rowHeight };
    virtualizer.measure();
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = (place.current.position / columns) * rowHeight;
    place.current.scrollTop = element.scrollTop;
  }, [scroller, columns, rowHeight, virtualizer]);
}
