import type { SlideArea } from '../../base/slide.ts';
import type { Patches } from '../../engine/collection/open-collection-store.ts';
import { slidePathOf } from '../../library/patch-path.ts';

/** The indexed patches of one slide, each in its cell of the grid that the slide was cut by. */
export interface Lattice {
  /** Of a cell, in pixels of level 0. */
  readonly side: number;
  readonly columns: number;
  readonly rows: number;
  /** The patch in each cell, row by row; NO_PATCH where none was indexed. */
  readonly ids: Int32Array;
  /** The patches, ascending. */
  readonly indexed: Uint32Array<ArrayBuffer>;
}

export const NO_PATCH = -1;

/** @returns Undefined when no patch of the slide is indexed yet. */
export function latticeOf(patches: Patches, slidePath: string): Lattice | undefined {
  const cut = patches.filter((patch) => patch !== undefined).filter((patch) => slidePathOf(patch) === slidePath);
  const side = cut[0]?.area?.width;
  if (side === undefined) return undefined;
  const cells = cut.flatMap(({ id, area }) =>
    area?.width === side ? [{ id, column: Math.round(area.x / side), row: Math.round(area.y / side) }] : [],
  );
  const columns = 1 + cells.reduce((most, { column }) => Math.max(most, column), 0);
  const rows = 1 + cells.reduce((most, { row }) => Math.max(most, row), 0);
  const ids = new Int32Array(columns * rows).fill(NO_PATCH);
  for (const { id, column, row } of cells) ids[row * columns + column] = id;
  return { side, columns, rows, ids, indexed: Uint32Array.from(ids.filter((id) => id !== NO_PATCH)).sort() };
}

/** The area of a cell of the grid, in pixels of level 0. */
export function areaOfCell({ side }: Lattice, column: number, row: number): SlideArea {
  return { x: column * side, y: row * side, width: side, height: side };
}

/** The patch that a point of the slide, in pixels of level 0, lies in. */
export function patchAt(lattice: Lattice, x: number, y: number): number | undefined {
  const id = cellAt(lattice, Math.floor(x / lattice.side), Math.floor(y / lattice.side));
  return id === NO_PATCH ? undefined : id;
}

/** The cells that a view shows any of, as whole columns and rows of the grid. */
export function cellsWithin({ side, columns, rows }: Lattice, { x, y, width, height }: SlideArea) {
  return {
    left: Math.max(0, Math.floor(x / side)),
    top: Math.max(0, Math.floor(y / side)),
    right: Math.min(columns, Math.ceil((x + width) / side)),
    bottom: Math.min(rows, Math.ceil((y + height) / side)),
  };
}

/** Which cells have a patch, as RGBA pixels: black where there is one, transparent where not. */
export function cellPixels({ ids }: Lattice): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(ids.length * 4);
  for (const [cell, id] of ids.entries()) if (id !== NO_PATCH) pixels[cell * 4 + 3] = 255;
  return pixels;
}

/** The patch in a cell of the grid, or NO_PATCH. */
export function cellAt({ columns, rows, ids }: Lattice, column: number, row: number): number {
  if (column < 0 || row < 0 || column >= columns || row >= rows) return NO_PATCH;
  return ids[row * columns + column] ?? NO_PATCH;
}

/**
 * The patch whose area a drawn rectangle is, when each of its edges lies within `tolerance` pixels of level 0 of the patch's.
 * The tolerance never exceeds a twentieth of the patch's side: drawn from afar, a rectangle is only what it is.
 */
export function patchDrawn(lattice: Lattice, drawn: SlideArea, tolerance: number): number | undefined {
  const { side } = lattice;
  const column = Math.round(drawn.x / side);
  const row = Math.round(drawn.y / side);
  const allowed = Math.max(1, Math.min(tolerance, side / 20));
  const edges = [
    drawn.x - column * side,
    drawn.y - row * side,
    drawn.x + drawn.width - (column + 1) * side,
    drawn.y + drawn.height - (row + 1) * side,
  ];
  const id = cellAt(lattice, column, row);
  return id !== NO_PATCH && edges.every((edge) => Math.abs(edge) <= allowed) ? id : undefined;
}
