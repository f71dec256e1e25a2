import { type BitSet, remove } from './bit-set.ts';

const FIRST_ROOM = 1024;

/** Words of which many are the same: each is kept once, and a number stands for it. */
export class Column {
  /** The word of number `code`; number 0 is for patches that have none. */
  readonly #words: (string | undefined)[] = [undefined];
  readonly #codeOf = new Map<string, number>();
  readonly #counts: number[] = [0];
  #codes = allocate(FIRST_ROOM);

  /** The number of the word of patch `id` at `id`. Shared with other threads where the page may share memory. */
  get codes(): Uint32Array {
    return this.#codes;
  }

  set(id: number, word: string): void {
    if (id >= this.#codes.length) this.#growTo(id + 1);
    this.#recode(id, this.#codeOf.get(word) ?? this.#add(word));
  }

  clear(id: number): void {
    if (id < this.#codes.length) this.#recode(id, 0);
  }

  valueOf(id: number): string | undefined {
    return this.#words[this.#codes[id] ?? 0];
  }

  /** Takes every id out of `set` that has no word or whose word does not pass. */
  keep(set: BitSet, passes: (word: string) => boolean): void {
    this.#drop(set, (word) => word === undefined || !passes(word));
  }

  /** Takes every id out of `set` whose word passes. */
  drop(set: BitSet, passes: (word: string) => boolean): void {
    this.#drop(set, (word) => word !== undefined && passes(word));
  }

  /** Words in use, and how many ids have them. */
  counts(): Map<string, number> {
    return new Map(
      [...this.#codeOf]
        .map(([word, code]) => [word, this.#counts[code] ?? 0] as const)
        .filter(([, count]) => count > 0),
    );
  }

  #drop(set: BitSet, isDropped: (word: string | undefined) => boolean): void {
    const dropped = Uint8Array.from(this.#words, (word) => Number(isDropped(word)));
    const size = set.length * 32;
    for (let id = 0; id < size; id++) if (dropped[this.#codes[id] ?? 0]) remove(set, id);
  }

  #recode(id: number, code: number): void {
    const former = this.#codes[id] ?? 0;
    this.#codes[id] = code;
    this.#counts[former] = (this.#counts[former] ?? 0) - 1;
    this.#counts[code] = (this.#counts[code] ?? 0) + 1;
  }

  #add(word: string): number {
    const code = this.#words.push(word) - 1;
    this.#codeOf.set(word, code);
    this.#counts.push(0);
    return code;
  }

  #growTo(room: number): void {
    const grown = allocate(Math.max(room, this.#codes.length * 2));
    grown.set(this.#codes);
    this.#codes = grown;
  }
}

function allocate(length: number): Uint32Array {
  return new Uint32Array(
    globalThis.crossOriginIsolated ? new SharedArrayBuffer(length * 4) : new ArrayBuffer(length * 4),
  );
}
