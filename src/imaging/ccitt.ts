/** Fax compression of two-valued images: ITU-T T.4 (Group 3) and T.6 (Group 4), as TIFF 6.0 (sections 10 and 11) uses them. */
import { AppError } from '../base/errors.ts';

export interface CcittBlock {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /**
   * 'runs': rows of run lengths that start at a byte (TIFF compression 2). 'group3': rows behind end-of-line codes, which
   * may refer to the row above where `twoDimensional` says so (3). 'group4': each row refers to the row above (4).
   */
  readonly kind: 'runs' | 'group3' | 'group4';
  readonly twoDimensional: boolean;
}

/** Codes of the runs of 0 to 63 pixels, then of 64, 128 and so on to 1,728 (T.4, tables 2 and 3a). */
const WHITE =
  '00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010 00000011 00011010 00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100 11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001 010011010 011000 010011011';
const BLACK =
  '0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111 0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100 0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101';
/** Of 1,792, 1,856 and so on to 2,560 pixels of either colour (table 3b). */
const LONG =
  '00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111 000000011100 000000011101 000000011110 000000011111';

/** How far a change lies right of the one above it (T.4, table 4), beside `PASS` and `HORIZONTAL`. */
const PASS = 100;
const HORIZONTAL = 101;
const MODES: readonly (readonly [code: string, mode: number])[] = [
  ['1', 0],
  ['011', 1],
  ['000011', 2],
  ['0000011', 3],
  ['010', -1],
  ['000010', -2],
  ['0000010', -3],
  ['0001', PASS],
  ['001', HORIZONTAL],
];

const MOST_CODE_BITS = 13;

/** What the next 13 bits start with: the value times 16 plus the bits of its code; 0 for no code. */
type CodeTable = Uint16Array;

function codeTable(codes: readonly (readonly [code: string, value: number])[]): CodeTable {
  const table = new Uint16Array(2 ** MOST_CODE_BITS);
  for (const [code, value] of codes) {
    const open = MOST_CODE_BITS - code.length;
    const first = Number.parseInt(code, 2) << open;
    table.fill(value * 16 + code.length, first, first + 2 ** open);
  }
  return table;
}

function runTable(codes: string): CodeTable {
  const lengthOf = (index: number) => (index < 64 ? index : (index - 63) * 64);
  return codeTable([
    ...codes.split(' ').map((code, index): [string, number] => [code, lengthOf(index)]),
    ...LONG.split(' ').map((code, index): [string, number] => [code, 1792 + index * 64]),
  ]);
}

/** White, then black. Modes are stored 3 higher than they are, since none is below -3. */
const RUNS = [runTable(WHITE), runTable(BLACK)] as const;
const MODE_TABLE = codeTable(MODES.map(([code, mode]) => [code, mode + 3]));

/**
 * @returns One bit a pixel, 0 for white, each row starting at a byte.
 * @throws AppError image-broken
 */
export function unpackCcitt(packed: Uint8Array, { width, height, kind, twoDimensional }: CcittBlock): Uint8Array {
  const rowBytes = Math.ceil(width / 8);
  const out = new Uint8Array(rowBytes * height);
  const bits = new BitReader(packed);
  let above: readonly number[] = [];
  for (let row = 0; row < height; row++) {
    if (kind === 'runs') bits.alignToByte();
    const hasEnd = kind === 'group3' && bits.skipEndsOfLine();
    // Behind an end of line, a bit tells a row of runs from one that refers to the row above.
    const refers = kind === 'group4' || (hasEnd && twoDimensional && bits.read(1) === 0);
    above = refers ? readReferringRow(bits, above, width) : readRow(bits, width);
    fillRow(out, row * rowBytes, above, width);
  }
  return out;
}

/** Where the colour changes along a row that starts white: rising, all below the width. */
function readRow(bits: BitReader, width: number): number[] {
  const changes: number[] = [];
  for (let at = 0, colour: 0 | 1 = 0; at < width; colour = colour === 0 ? 1 : 0) {
    at += readRun(bits, colour);
    if (at > width || changes.length > width) throw broken('a row that is too long');
    if (at < width) changes.push(at);
  }
  return changes;
}

/** A row by what differs from the one above it (T.4, section 4.2). */
function readReferringRow(bits: BitReader, above: readonly number[], width: number): number[] {
  const changes: number[] = [];
  let at = -1;
  let colour: 0 | 1 = 0;
  let next = 0;
  while (at < width) {
    const before = at;
    // b1: the first change above that lies to the right and is to the other colour.
    while (next > 0 && (above[next - 1] as number) > at) next--;
    while (next < above.length && ((above[next] as number) <= at || next % 2 !== colour)) next++;
    const b1 = above[next] ?? width;
    const mode = bits.readCode(MODE_TABLE) - 3;
    if (mode === PASS) {
      at = above[next + 1] ?? width;
    } else if (mode === HORIZONTAL) {
      const first = Math.max(0, at) + readRun(bits, colour);
      at = first + readRun(bits, colour === 0 ? 1 : 0);
      changes.push(first, at);
    } else {
      at = b1 + mode;
      changes.push(at);
      colour = colour === 0 ? 1 : 0;
    }
    if (at <= before || at > width) throw broken('a change outside of its row');
  }
  return changes.filter((change) => change < width);
}

function readRun(bits: BitReader, colour: 0 | 1): number {
  for (let length = 0; ; ) {
    const part = bits.readCode(RUNS[colour]);
    length += part;
    if (part < 64) return length;
  }
}

function fillRow(out: Uint8Array, start: number, changes: readonly number[], width: number): void {
  for (let i = 0; i < changes.length; i += 2) {
    const end = changes[i + 1] ?? width;
    for (let x = changes[i] as number; x < end; x++) {
      const byte = start + (x >> 3);
      out[byte] = (out[byte] as number) | (0x80 >> (x & 7));
    }
  }
}

/** Bytes whose bits lie the other way round (FillOrder 2). */
export function reverseBits(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => {
    let reversed = 0;
    for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
    return reversed;
  });
}

/** Bits, the most significant first; zeros behind the end. */
class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  peek(count: number): number {
    const byte = this.#at >> 3;
    const three = ((this.#bytes[byte] ?? 0) << 16) | ((this.#bytes[byte + 1] ?? 0) << 8) | (this.#bytes[byte + 2] ?? 0);
    return (three >> (24 - (this.#at & 7) - count)) & ((1 << count) - 1);
  }

  read(count: number): number {
    const value = this.peek(count);
    this.#at += count;
    return value;
  }

  /** @throws AppError image-broken */
  readCode(table: CodeTable): number {
    const entry = table[this.peek(MOST_CODE_BITS)] as number;
    if (entry === 0 || this.#at >= 8 * this.#bytes.length) throw broken('a code that there is none of');
    this.#at += entry & 15;
    return entry >> 4;
  }

  alignToByte(): void {
    this.#at = Math.ceil(this.#at / 8) * 8;
  }

  /** Eleven zeros or more, and a one. @returns Whether there were any. */
  skipEndsOfLine(): boolean {
    let isThere = false;
    while (this.peek(11) === 0) {
      this.#at += 11;
      while (this.peek(1) === 0) {
        if (this.#at >= 8 * this.#bytes.length) throw broken('fewer rows than the image has');
        this.#at++;
      }
      this.#at++;
      isThere = true;
    }
    return isThere;
  }
}

function broken(detail: string): AppError {
  return new AppError('image-broken', `CCITT compression with ${detail}`);
}
