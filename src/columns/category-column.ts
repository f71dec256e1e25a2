import { canShareMemory } from '../base/shared-memory.ts';
import { type BitSet, remove } from './bit-set.ts';
import { withRoom } from './growing.ts';
import type { Words } from './patch-chunk.ts';

/** The code of a patch that has no word. */
export const NO_CODE = 0;

/** A word for each patch, of which many are the same: each is kept once in a dictionary, and its code stands for it. */
export class CategoryColumn {
  readonly kind = 'category';
  /** The word of code `code`. */
  readonly #words: (string | undefined)[] = [undefined];
  readonly #codeOf = new Map<string, number>();
  readonly #counts: number[] = [0];
  #codes = allocate(0);

  /** A column of the words at `words`, where code 0 is that of no word; patch `id` has the word of code `codes[id]`. */
  static of(words: readonly (string | undefined)[], codes: Uint32Array): CategoryColumn {
    const column = new CategoryColumn();
    for (const word of words) if (word !== undefined) column.#add(word);
    column.#codes = withRoom(column.#codes, codes.length, allocate);
    column.#codes.set(codes);
    for (const code of codes) column.#counts[code] = (column.#counts[code] ?? 0) + 1;
    return column;
  }

  /** The code of patch `id` at `id`; may be longer or shorter than there are patches. Shared with other threads where the page may share memory. */
  get codes(): Uint32Array {
    return this.#codes;
  }

  /** The words of all codes, those that no patch has any more among them. */
  get words(): readonly (string | undefined)[] {
    return this.#words;
  }

  /** @param id Below 2^32. */
  set(id: number, word: string): void {
    this.#codes = withRoom(this.#codes, id + 1, allocate);
    this.#recode(id, this.#codeOf.get(word) ?? this.#add(word));
  }

  /** Gives patch `ids[i]` the word of `codes[i]`, or none where that is no word. */
  setAll(ids: Uint32Array, { words, codes }: Words): void {
    this.#codes = withRoom(
      this.#codes,
      ids.reduce((most, id) => Math.max(most, id + 1), 0),
      allocate,
    );
    const own = words.map((word) => (word === undefined ? NO_CODE : (this.#codeOf.get(word) ?? this.#add(word))));
    for (let at = 0; at < ids.length; at++) this.#recode(ids[at] as number, own[codes[at] as number] as number);
  }

  clear(id: number): void {
    if (id < this.#codes.length) this.#recode(id, NO_CODE);
  }

  wordAt(id: number): string | undefined {
    return this.#words[this.codeAt(id)];
  }

  codeAt(id: number): number {
    return this.#codes[id] ?? NO_CODE;
  }

  /** Undefined for a word that no patch ever had. */
  codeOf(word: string): number | undefined {
    return this.#codeOf.get(word);
  }

  /** Patches with this code. */
  countOf(code: number): number {
    return code === NO_CODE ? 0 : (this.#counts[code] ?? 0);
  }

  /** For each code 1 where its word passes; patches without a word never do. */
  passing(passes: (word: string) => boolean): Uint8Array {
    return Uint8Array.from(this.#words, (word) => Number(word !== undefined && passes(word)));
  }

  /** Takes every id out of `set` that has no word or whose word does not pass. */
  keep(set: BitSet, passes: (word: string) => boolean): void {
    const passing = this.passing(passes);
    for (let id = 0; id < set.length * 32; id++) if (!passing[this.codeAt(id)]) remove(set, id);
  }

  /** Takes every id out of `set` whose word passes. */
  drop(set: BitSet, passes: (word: string) => boolean): void {
    const passing = this.passing(passes);
    for (let id = 0; id < set.length * 32; id++) if (passing[this.codeAt(id)]) remove(set, id);
  }

  #recode(id: number, code: number): void {
    const former = this.#codes[id] ?? NO_CODE;
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
}

function allocate(length: number): Uint32Array {
  return new Uint32Array(canShareMemory() ? new SharedArrayBuffer(length * 4) : new ArrayBuffer(length * 4));
}
