/**
 * The nearest few of every query at once, by (distance, id), filled in any order of pairs. All ids are below `size`, and
 * `distance * size + id` must be exact in a double: below 2^53.
 */
export class NearestTable {
  readonly depth: number;
  /**
   * By id, for each query the distance beyond which an offer is vain, and less than any distance for what is no query: look
   * here before the call, in tight loops.
   */
  readonly limits: Float64Array;
  readonly #size: number;
  /** By id, where a query's keys begin. */
  readonly #begins: Int32Array;
  /** `depth` rank keys a query, ascending; Infinity where there are fewer neighbours. */
  readonly #keys: Float64Array;

  /** @param queries Their ids. */
  constructor(size: number, depth: number, queries: ArrayLike<number>) {
    this.#size = size;
    this.limits = new Float64Array(size).fill(-1);
    this.depth = depth;
    this.#begins = new Int32Array(size);
    this.#keys = new Float64Array(queries.length * depth).fill(Number.POSITIVE_INFINITY);
    for (let at = 0; at < queries.length; at++) {
      const query = queries[at] as number;
      this.#begins[query] = at * depth;
      this.limits[query] = Number.POSITIVE_INFINITY;
    }
  }

  /** Takes a neighbour of a query in if it is among the nearest so far. Offer each pair once. */
  offer(query: number, id: number, distance: number): void {
    const keys = this.#keys;
    const first = this.#begins[query] as number;
    const key = distance * this.#size + id;
    const last = first + this.depth - 1;
    let at = last;
    if (key >= (keys[at] as number)) return;
    while (at > first && (keys[at - 1] as number) > key) {
      keys[at] = keys[at - 1] as number;
      at--;
    }
    keys[at] = key;
    this.limits[query] = Math.floor((keys[last] as number) / this.#size);
  }

  /** Ids of a query's neighbours, nearest first. */
  neighboursOf(query: number): number[] {
    return this.hitsOf(query).map(({ id }) => id);
  }

  /** A query's neighbours with their distances, nearest first; none of what is no query. */
  hitsOf(query: number): { readonly id: number; readonly distance: number }[] {
    if ((this.limits[query] as number) < 0) return [];
    const first = this.#begins[query] as number;
    const keys = this.#keys.subarray(first, first + this.depth);
    return [...keys.filter(Number.isFinite)].map((key) => {
      const id = key % this.#size;
      return { id, distance: (key - id) / this.#size };
    });
  }
}
