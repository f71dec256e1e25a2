/** A patch and its distance from the query in bits. */
export interface Neighbour {
  readonly id: number;
  readonly distance: number;
}

/** Ids are below this, so that `distance * ID_RANGE + id` orders by distance, then id, and is exact in a double. */
const ID_RANGE = 2 ** 28;

/** More than any distance; the limit while fewer are kept than wanted. */
const NO_LIMIT = 2 ** 32 - 1;

/** Keeps the best of the neighbours that a scan offers. */
export interface Collector {
  /** What lies at this distance or beyond is not wanted any more, if its id is larger than all ids offered before. */
  readonly limit: number;
  offer(id: number, distance: number): void;
  /** What was kept, nearest first, ties by id. */
  ranked(): Neighbour[];
}

/**
 * Keeps the `n` nearest of all neighbours offered, in a binary heap with the farthest kept one on top.
 * Equal distances rank by id, so the order of offers never shows in the result.
 */
export class NearestHeap implements Collector {
  readonly #n: number;
  /** Rank keys; each parent at `i` is at least as large as its children at `2i + 1` and `2i + 2`. */
  readonly #keys: number[] = [];

  constructor(n: number) {
    this.#n = n;
  }

  /** Whether `offer` would keep this neighbour now. */
  wants(id: number, distance: number): boolean {
    return this.#keys.length < this.#n || toKey(id, distance) < this.#keyAt(0);
  }

  get limit(): number {
    if (this.#n === 0) return 0;
    return this.#keys.length < this.#n ? NO_LIMIT : Math.floor(this.#keyAt(0) / ID_RANGE);
  }

  /** @param id 0 to 2^28 - 1, each offered once. @param distance 0 to 2^25 - 1: bits, or their sum over several barcodes. */
  offer(id: number, distance: number): void {
    if (!this.wants(id, distance)) return;
    const key = toKey(id, distance);
    if (this.#keys.length < this.#n) this.#rise(key);
    else this.#sink(key);
  }

  /** What was kept, nearest first. */
  ranked(): Neighbour[] {
    return this.#keys.toSorted((a, b) => a - b).map(fromKey);
  }

  /** Adds `key` as a leaf and moves it up to its place. */
  #rise(key: number): void {
    let at = this.#keys.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#keyAt(parent) >= key) break;
      this.#keys[at] = this.#keyAt(parent);
      at = parent;
    }
    this.#keys[at] = key;
  }

  /** Replaces the top by `key` and moves it down to its place. */
  #sink(key: number): void {
    let at = 0;
    for (;;) {
      const child = this.#largerChild(at);
      if (child === undefined || this.#keyAt(child) <= key) break;
      this.#keys[at] = this.#keyAt(child);
      at = child;
    }
    this.#keys[at] = key;
  }

  #largerChild(parent: number): number | undefined {
    const left = 2 * parent + 1;
    if (left >= this.#keys.length) return undefined;
    const right = left + 1;
    return right < this.#keys.length && this.#keyAt(right) > this.#keyAt(left) ? right : left;
  }

  #keyAt(at: number): number {
    return this.#keys[at] ?? Number.NEGATIVE_INFINITY;
  }
}

/** The nearest member of each of the `n` groups that have the nearest ones. */
export class NearestOfEachGroup implements Collector {
  readonly #n: number;
  readonly #groupOf: (id: number) => number;
  /** Ascending by rank key, one a group. */
  readonly #kept: { readonly key: number; readonly group: number }[] = [];

  constructor(n: number, groupOf: (id: number) => number) {
    this.#n = n;
    this.#groupOf = groupOf;
  }

  get limit(): number {
    if (this.#n === 0) return 0;
    return this.#kept.length < this.#n ? NO_LIMIT : Math.floor(this.#lastKey() / ID_RANGE);
  }

  /** The ranges are those of NearestHeap. */
  offer(id: number, distance: number): void {
    const key = toKey(id, distance);
    const isFull = this.#kept.length >= this.#n;
    if (isFull && key >= this.#lastKey()) return;
    const group = this.#groupOf(id);
    const former = this.#kept.findIndex((kept) => kept.group === group);
    const better = this.#kept[former];
    if (better && better.key <= key) return;
    if (better) this.#kept.splice(former, 1);
    else if (isFull) this.#kept.pop();
    const place = this.#kept.findIndex((kept) => kept.key > key);
    this.#kept.splice(place < 0 ? this.#kept.length : place, 0, { key, group });
  }

  ranked(): Neighbour[] {
    return this.#kept.map(({ key }) => fromKey(key));
  }

  /** Of nothing, lower than every key. */
  #lastKey(): number {
    return this.#kept.at(-1)?.key ?? Number.NEGATIVE_INFINITY;
  }
}

function toKey(id: number, distance: number): number {
  return distance * ID_RANGE + id;
}

function fromKey(key: number): Neighbour {
  return { id: key % ID_RANGE, distance: Math.floor(key / ID_RANGE) };
}
