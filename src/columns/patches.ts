import { type Facets, FacetsView } from './facets.ts';
import { LabelOrderView } from './label-order.ts';
import type { Patch } from './patch-chunk.ts';
import type { PatchTable } from './patch-table.ts';
import { PathOrderView } from './path-order.ts';

/** The views of a table that all screens share. */
export class SharedViews {
  readonly table: PatchTable;
  readonly labelOrder: LabelOrderView;
  readonly facets: FacetsView;
  readonly pathOrder: PathOrderView;

  constructor(table: PatchTable) {
    this.table = table;
    this.labelOrder = new LabelOrderView(table);
    this.facets = new FacetsView(table);
    this.pathOrder = new PathOrderView(table);
  }
}

/**
 * The patches of a collection as far as they are known: another object with every change, which reads from the same
 * table. What is derived from them is computed when it is first needed, and follows from then on.
 */
export class Patches {
  readonly table: PatchTable;
  readonly version: number;
  /** How many there are. */
  readonly count: number;
  /** The id after the last one given. */
  readonly end: number;
  readonly #views: SharedViews;

  constructor(views: SharedViews) {
    this.#views = views;
    this.table = views.table;
    this.version = views.table.version;
    this.count = views.table.count;
    this.end = views.table.end;
  }

  /** Undefined for one that was deleted or never there. */
  get(id: number): Patch | undefined {
    return this.table.get(id);
  }

  /** Place of each label in use among all, from 0: another map only when there is another order. */
  get labelOrder(): ReadonlyMap<string, number> {
    return this.#views.labelOrder.at(this);
  }

  get facets(): Facets {
    return this.#views.facets.at(this);
  }

  /** All in the natural order of their paths; undefined while a large collection is being read. */
  get pathOrder(): Uint32Array | undefined {
    return this.#views.pathOrder.hasBegun ? this.#views.pathOrder.at(this) : undefined;
  }
}
