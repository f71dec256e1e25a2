import { naturalOrder } from './natural-order.ts';

/** Words in natural order. New ones are put in their places, so that a list that grows is not sorted again and again. */
export class RankedWords {
  readonly #words: string[] = [];
  #order: number[] = [];
  #ranks = new Uint32Array(0);

  /** Numbers of all words, as they were added from 0, in the order of the words. */
  get order(): readonly number[] {
    return this.#order;
  }

  /** The place of word `n` among all at `n`. */
  get ranks(): Uint32Array {
    if (this.#ranks.length === this.#words.length) return this.#ranks;
    this.#ranks = new Uint32Array(this.#words.length);
    for (const [rank, number] of this.#order.entries()) this.#ranks[number] = rank;
    return this.#ranks;
  }

  get size(): number {
    return this.#words.length;
  }

  wordOf(number: number): string {
    return this.#words[number] ?? '';
  }

  /** @param words None of them known yet. */
  add(words: readonly string[]): void {
    const first = this.#words.length;
    this.#words.push(...words);
    const added = words.map((_, at) => first + at);
    const compare = (a: number, b: number) => naturalOrder(this.wordOf(a), this.wordOf(b));
    // Where few are new, a comparison costs more than to move numbers.
    if (words.length * 16 < first) for (const number of added) this.#insert(number, compare);
    else this.#order = [...this.#order, ...added].sort(compare);
  }

  #insert(number: number, compare: (a: number, b: number) => number): void {
    let [low, high] = [0, this.#order.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.#order[middle] as number, number) < 0) low = middle + 1;
      else high = middle;
    }
    this.#order.splice(low, 0, number);
  }
}
