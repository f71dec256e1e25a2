import { add, bitSetOf, has, remove, wordsFor } from './bit-set.ts';
import type { Changes } from './change-log.ts';
import { withRoom } from './growing.ts';
import { compareLowered } from './natural-order.ts';
import type { PatchTable } from './patch-table.ts';
import { View } from './view.ts';

/** Sorts ids by paths, which are in lower case, in natural order; ties by id. */
export function sortByPath(ids: Uint32Array, lowerPathOf: (id: number) => string): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(ids).sort((a, b) => compareLowered(lowerPathOf(a), lowerPathOf(b)) || a - b);
}

/**
 * All patches in the natural order of their paths. To sort 300,000 takes up to a second; where that was done elsewhere, only
 * what is new is put in.
 */
export class PathOrderView extends View<Uint32Array> {
  #known = bitSetOf(0, false);

  /** Begins with an order of the patches that were there when it was requested; others may have come or gone since. */
  begin(order: Uint32Array): void {
    const stayed = thoseThat(order, (id) => this.table.has(id));
    this.#note(stayed);
    const fresh = thoseThat(idsOf(this.table), (id) => !has(this.#known, id));
    this.take(this.#with(stayed, fresh));
  }

  /** Whether it has begun, so that to ask for it costs next to nothing. */
  get hasBegun(): boolean {
    return this.isWorkedOut;
  }

  protected build(): Uint32Array {
    const ids = idsOf(this.table);
    this.#note(ids);
    return sortByPath(ids, this.#pathOf);
  }

  protected follow({ ids }: Changes, before: Uint32Array): Uint32Array {
    this.#known = withRoom(this.#known, wordsFor(this.table.end), (length) => new Uint32Array(length));
    const gone = ids.filter((id) => has(this.#known, id) && !this.table.has(id));
    for (const id of gone) remove(this.#known, id);
    const stayed = gone.length > 0 ? thoseThat(before, (id) => has(this.#known, id)) : before;
    return this.#with(
      stayed,
      ids.filter((id) => !has(this.#known, id) && this.table.has(id)),
    );
  }

  #note(ids: Uint32Array): void {
    const known = bitSetOf(this.table.end, false);
    for (let at = 0; at < ids.length; at++) add(known, ids[at] as number);
    this.#known = known;
  }

  #with(order: Uint32Array, fresh: Uint32Array): Uint32Array {
    if (fresh.length === 0) return order;
    for (const id of fresh) add(this.#known, id);
    return this.#merge(order, sortByPath(fresh, this.#pathOf));
  }

  /** Both are in order. */
  #merge(order: Uint32Array, fresh: Uint32Array): Uint32Array {
    const merged = new Uint32Array(order.length + fresh.length);
    let from = 0;
    for (const [at, id] of fresh.entries()) {
      const to = this.#placeOf(id, order, from);
      merged.set(order.subarray(from, to), from + at);
      merged[to + at] = id;
      from = to;
    }
    merged.set(order.subarray(from), from + fresh.length);
    return merged;
  }

  /** Where a patch belongs in an order that it is not in, at `low` or behind it. */
  #placeOf(id: number, order: Uint32Array, low: number): number {
    const path = this.#pathOf(id);
    let [least, most] = [low, order.length];
    while (least < most) {
      const middle = (least + most) >> 1;
      const other = order[middle] as number;
      const isBefore = (compareLowered(this.#pathOf(other), path) || other - id) < 0;
      if (isBefore) least = middle + 1;
      else most = middle;
    }
    return least;
  }

  readonly #pathOf = (id: number): string => this.table.lowerPathAt(id) ?? '';
}

function idsOf(table: PatchTable): Uint32Array {
  const ids = new Uint32Array(table.count);
  let found = 0;
  for (let id = 0; id < table.end; id++) if (table.has(id)) ids[found++] = id;
  return ids;
}

/** As `filter` does, which takes several times as long. */
function thoseThat(ids: Uint32Array, passes: (id: number) => boolean): Uint32Array {
  const passing = new Uint32Array(ids.length);
  let found = 0;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] as number;
    if (passes(id)) passing[found++] = id;
  }
  return passing.subarray(0, found);
}
