/** Tissues drawn: patches of one are near one another. */
const TISSUES = 100;

/**
 * Barcodes at distances like those of real tissue (shared reference barcodes of eight tissues lie 11 to 46 % apart, real
 * neighbours at 7 to 10 %), the same on every machine: within a tissue 6 to 12 % of the bits differ, between tissues 15 to 42 %.
 */
export class CodeDrawer {
  readonly #words: number;
  readonly #bytes: number;
  readonly #tissues: Uint32Array[];

  readonly #perCase: number | undefined;

  /**
   * @param bytes Of a barcode.
   * @param perCase Patches of one case, which then has eight tissues, most of them those of one in ten kinds of case, and a
   * stain of its own; otherwise patches have tissues in turn.
   */
  constructor(bytes: number, perCase?: number) {
    this.#bytes = bytes;
    this.#perCase = perCase;
    this.#words = Math.ceil(bytes / 4);
    const common = this.#noise(1, 1);
    this.#tissues = Array.from({ length: TISSUES }, (_, tissue) =>
      mix(common, this.#noise(tissue + 2, 2 + (tissue % 3))),
    );
  }

  /** Barcodes `first` to `first + count - 1`, one after another. */
  draw(first: number, count: number): Uint8Array<ArrayBuffer> {
    const drawn = new Uint8Array(count * this.#bytes);
    for (let row = 0; row < count; row++) {
      const id = first + row;
      const tissue = this.#tissues[this.#tissueOf(id)] ?? new Uint32Array(this.#words);
      const code = mix(tissue, this.#noise(id + 1000, id % 3 === 0 ? 5 : 4));
      if (this.#perCase) mix(this.#stainOf(Math.floor(id / this.#perCase)), code);
      drawn.set(new Uint8Array(code.buffer, 0, this.#bytes), row * this.#bytes);
    }
    return drawn;
  }

  #tissueOf(id: number): number {
    if (!this.#perCase) return (id * 31) % TISSUES;
    const [number, part] = [Math.floor(id / this.#perCase), id % 8];
    const drawn = Math.imul(number * 8 + part + 1, 0x9e3779b1) >>> 8;
    return part < 6 ? (number % 10) * 10 + (drawn % 10) : drawn % TISSUES;
  }

  #stain = { number: -1, words: new Uint32Array(0) };

  /** About one bit in 64. */
  #stainOf(number: number): Uint32Array {
    if (this.#stain.number !== number) this.#stain = { number, words: this.#noise(number + 5_000_000, 6) };
    return this.#stain.words;
  }

  /** Words of which one bit in 2^`rarity` is set. */
  #noise(seed: number, rarity: number): Uint32Array<ArrayBuffer> {
    const words = new Uint32Array(this.#words);
    let state = Math.imul(seed, 0x9e3779b1) || 1;
    for (let at = 0; at < words.length; at++) {
      let word = -1;
      for (let draw = 0; draw < rarity; draw++) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        word &= state;
      }
      words[at] = word;
    }
    return words;
  }
}

/** Writes what differs into `into`, too. */
function mix(a: Uint32Array, into: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] ?? 0) ^ (a[at] ?? 0);
  return into;
}
