interface LzwPacking {
  readonly literalBits: number;
  /** TIFF: wider codes one code early, most significant bit first. */
  readonly tiff: boolean;
}

/** Compresses bytes below 2^literalBits the way TIFF or GIF does. */
export function packLzw(bytes: Uint8Array, { literalBits, tiff }: LzwPacking): Uint8Array<ArrayBuffer> {
  const clear = 1 << literalBits;
  const out = new BitWriter(tiff);
  let table = new Map<string, number>();
  let next = clear + 2;
  let bits = literalBits + 1;
  const codeOf = (string: string) => (string.length === 1 ? string.charCodeAt(0) : table.get(string));
  out.write(clear, bits);
  let string = '';
  for (const byte of bytes) {
    const longer = string + String.fromCharCode(byte);
    if (codeOf(longer) !== undefined) {
      string = longer;
      continue;
    }
    out.write(codeOf(string) ?? 0, bits);
    table.set(longer, next++);
    // The reader is one string behind.
    if (next - 1 >= (1 << bits) - (tiff ? 1 : 0)) bits++;
    if (next >= 4094) {
      out.write(clear, bits);
      table = new Map();
      next = clear + 2;
      bits = literalBits + 1;
    }
    string = String.fromCharCode(byte);
  }
  if (string) out.write(codeOf(string) ?? 0, bits);
  if (next >= (1 << bits) - (tiff ? 1 : 0) && bits < 12) bits++;
  out.write(clear + 1, bits);
  return out.finish();
}

class BitWriter {
  readonly #mostSignificantFirst: boolean;
  readonly #bits: number[] = [];

  constructor(mostSignificantFirst: boolean) {
    this.#mostSignificantFirst = mostSignificantFirst;
  }

  write(code: number, count: number): void {
    for (let i = 0; i < count; i++) this.#bits.push((code >> (this.#mostSignificantFirst ? count - 1 - i : i)) & 1);
  }

  finish(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8));
    this.#bits.forEach((bit, i) => {
      const shift = this.#mostSignificantFirst ? 7 - (i % 8) : i % 8;
      bytes[i >> 3] = (bytes[i >> 3] as number) | (bit << shift);
    });
    return bytes;
  }
}
