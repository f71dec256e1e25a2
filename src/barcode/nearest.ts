/** A patch and its distance from the query in bits. */
export interface Neighbour {
  readonly id: number;
  readonly distance: number;
}

/** Ids are below this, so that `distance * ID_RANGE + id` orders by distance, then id, and is exact in a double. */
const ID_RANGE = 2 ** 32;

/**
 * Keeps the `n` nearest of all neighbours offered, in a binary heap with the farthest kept one on top.
 * Equal distances rank by id, so the order of offers never shows in the answer.
 */
export class NearestHeap {
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

  /** @param id 0 to 2^32 - 1, each offered once. @param distance Bits, 0 to 2^21 - 1. */
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

function toKey(id: number, distance: number): number {
  return distance * ID_RANGE + id;
}

function fromKey(key: number): Neighbour {
  return { id: key % ID_RANGE, distance: Math.floor(key / ID_RANGE) };
}
