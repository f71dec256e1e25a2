/** Pixels between patches. */
export const GAP = 4;

export interface GridLayout {
  readonly columns: number;
  /** Side of a patch in pixels. */
  readonly side: number;
}

/**
 * Patches of about `wantedSide` pixels that fill `width` exactly. At least two columns: browsers clip a page at some
 * 17 million pixels, which one column of 100,000 patches would pass.
 */
export function layOut(width: number, wantedSide: number): GridLayout {
  const columns = Math.max(2, Math.round((width + GAP) / (wantedSide + GAP)));
  return { columns, side: Math.max(1, (width - (columns - 1) * GAP) / columns) };
}

/** Where a key leads from `position` among `count` patches; undefined for keys that do not move. */
export function positionAfterKey(
  key: string,
  position: number,
  count: number,
  { columns, rowsPerPage }: { columns: number; rowsPerPage: number },
): number | undefined {
  const to = target(key, position, count, columns, Math.max(1, rowsPerPage) * columns);
  if (to === undefined || count === 0) return undefined;
  return to;
}

function target(key: string, at: number, count: number, columns: number, page: number): number | undefined {
  const last = count - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return at < columns ? at : at - columns;
    case 'ArrowDown':
      return down(at, columns, last, columns);
    case 'PageUp':
      return at < page ? at % columns : at - page;
    case 'PageDown':
      return down(at, page, last, columns);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Stays in its column where the last full row has it; from the row above a shorter last one it goes to the end. */
function down(at: number, step: number, last: number, columns: number): number {
  if (at + step <= last) return at + step;
  const lastRow = Math.floor(last / columns);
  if (Math.floor(at / columns) === lastRow) return at;
  return Math.min(last, lastRow * columns + (at % columns));
}
