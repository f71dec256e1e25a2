import type { SlideArea } from '../../base/slide.ts';
import type { Changes } from '../../columns/change-log.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import { View } from '../../columns/view.ts';
import { isGrid } from '../../library/facts.ts';

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
  /** The same as long as patches are only added: those that were there have their places, and their barcodes. */
  readonly generation: number;
}

export const NO_PATCH = -1;

/** Follows the indexed patches of one slide. Undefined while there are none. */
export class LatticeView extends View<Lattice | undefined> {
  readonly #slidePath: string;
  #generation = 0;

  constructor(table: PatchTable, slidePath: string) {
    super(table);
    this.#slidePath = slidePath;
  }

  protected build(): Lattice | undefined {
    const { codes } = this.table.slide;
    const code = this.table.slide.codeOf(this.#slidePath);
    const indexed: number[] = [];
    for (let id = 0; code !== undefined && id < this.table.end; id++) if (codes[id] === code) indexed.push(id);
    return latticeOf(this.#patchesOf(indexed), this.#nextGeneration);
  }

  protected follow({ ids, areAppended, slides }: Changes, before: Lattice | undefined): Lattice | undefined {
    const code = this.table.slide.codeOf(this.#slidePath);
    if (code === undefined || !slides.has(code)) return before;
    if (!before || !areAppended) return this.build();
    const further = ids.filter((id) => this.table.slide.codeAt(id) === code);
    return extended(before, this.#patchesOf(further), this.#nextGeneration);
  }

  readonly #nextGeneration = () => ++this.#generation;

  #patchesOf(ids: Iterable<number>): PlacedPatch[] {
    return Array.from(ids, (id) => ({ id, area: this.table.areaAt(id) })).filter(isPlaced);
  }
}

interface PlacedPatch {
  readonly id: number;
  readonly area: SlideArea;
}

function isPlaced(patch: { id: number; area: SlideArea | undefined }): patch is PlacedPatch {
  return patch.area !== undefined;
}

/** @param patches Of one slide, ascending. */
export function latticeOf(patches: readonly PlacedPatch[], nextGeneration = () => 1): Lattice | undefined {
  const side = patches[0]?.area.width;
  if (side === undefined) return undefined;
  const generation = nextGeneration();
  const none = { side, columns: 0, rows: 0, ids: new Int32Array(0), indexed: new Uint32Array(0), generation };
  return extended(none, patches, nextGeneration);
}

/**
 * The lattice with further patches, whose ids are greater than all in it. Those of another size have no cell in it, nor has
 * what an older version imported from far outside of any slide.
 */
function extended(lattice: Lattice, patches: readonly PlacedPatch[], nextGeneration: () => number): Lattice {
  const { side, generation } = lattice;
  let { columns, rows } = lattice;
  const cells = patches.flatMap(({ id, area }) => {
    const [column, row] = [Math.round(area.x / side), Math.round(area.y / side)];
    const grown = { columns: Math.max(columns, column + 1), rows: Math.max(rows, row + 1) };
    if (area.width !== side || !isGrid(grown.columns, grown.rows)) return [];
    ({ columns, rows } = grown);
    return [{ id, column, row }];
  });
  const ids = new Int32Array(columns * rows).fill(NO_PATCH);
  for (let row = 0; row < lattice.rows; row++) {
    ids.set(lattice.ids.subarray(row * lattice.columns, (row + 1) * lattice.columns), row * columns);
  }
  const replaced = new Set<number>();
  for (const { id, column, row } of cells) {
    const former = ids[row * columns + column] as number;
    if (former !== NO_PATCH) replaced.add(former);
    ids[row * columns + column] = id;
  }
  const indexed = new Uint32Array(lattice.indexed.length + cells.length);
  indexed.set(lattice.indexed);
  indexed.set(
    cells.map(({ id }) => id),
    lattice.indexed.length,
  );
  const grown = { side, columns, rows, ids, indexed, generation };
  if (replaced.size === 0) return grown;
  return { ...grown, indexed: indexed.filter((id) => !replaced.has(id)), generation: nextGeneration() };
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

/**
 * The cells in the colours of what their patches are; those of which nothing is known are transparent.
 * @param placeOf The place of a patch's word; colours come round again.
 */
export function categoryPixels(
  { ids }: Lattice,
  placeOf: (patchId: number) => number | undefined,
  palette: readonly (readonly [red: number, green: number, blue: number])[],
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(ids.length * 4);
  for (const [cell, id] of ids.entries()) {
    const place = id === NO_PATCH ? undefined : placeOf(id);
    const colour = place === undefined ? undefined : palette[place % palette.length];
    if (colour) pixels.set([...colour, 255], cell * 4);
  }
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
