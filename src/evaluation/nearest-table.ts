/**
 * The nearest few of every query at once, by (distance, id), filled in any order of pairs. All ids are below `size`, and
 * `distance * size + id` must be exact in a double: below 2^53.
 */
export class NearestTable {
  readonly depth: number;
  /** For each query the distance beyond which an offer is vain: look here before the call, in tight loops. */
  readonly limits: Float64Array;
  readonly #size: number;
  /** `depth` rank keys a query, ascending; Infinity where there are fewer neighbours. */
  readonly #keys: Float64Array;

  constructor(size: number, depth: number) {
    this.#size = size;
    this.limits = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
    this.depth = depth;
    this.#keys = new Float64Array(size * depth).fill(Number.POSITIVE_INFINITY);
  }

  /** Takes a neighbour in if it is among the nearest so far. Offer each pair once. */
  offer(query: number, id: number, distance: number): void {
    const keys = this.#keys;
    const first = query * this.depth;
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

  /** A query's neighbours with their distances, nearest first. */
  hitsOf(query: number): { readonly id: number; readonly distance: number }[] {
    const keys = this.#keys.subarray(query * this.depth, (query + 1) * this.depth);
    return [...keys.filter(Number.isFinite)].map((key) => {
      const id = key % this.#size;
      return { id, distance: (key - id) / this.#size };
    });
  }
}
