import { zlibSync } from 'fflate';
import { packLzw } from './pack-lzw.ts';

export type Packing = 'none' | 'packBits' | 'lzw' | 'deflate' | 'zstd' | 'jpeg';

/** Samples of an image and the way to write them. */
export interface TiffRecipe {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly bits: 1 | 2 | 4 | 8 | 16;
  /** Interleaved, row by row. */
  readonly values: ArrayLike<number>;
  readonly photometric: number;
  readonly packing?: Packing;
  readonly bigEndian?: boolean;
  readonly bigTiff?: boolean;
  readonly planar?: boolean;
  readonly predicted?: boolean;
  /** Width and height of tiles; strips of `rowsPerStrip` otherwise. */
  readonly tile?: readonly [width: number, height: number];
  readonly rowsPerStrip?: number;
  /** More tags: 16-bit values. */
  readonly tags?: Readonly<Record<number, readonly number[]>>;
  /** More tags: fractions, stored as rationals of a thousandth of a thousandth. */
  readonly rationals?: Readonly<Record<number, readonly number[]>>;
  /** Blocks that are not stored, by their numbers. */
  readonly missing?: readonly number[];
  /** Blocks that are compressed already, in place of `packing`. */
  readonly blocks?: readonly Uint8Array[];
}

const COMPRESSION: Readonly<Record<Packing, number>> = {
  none: 1,
  packBits: 32773,
  lzw: 5,
  deflate: 8,
  zstd: 50000,
  jpeg: 7,
};
const SHORT = 3;
const LONG = 4;
const RATIONAL = 5;
const MILLION = 1_000_000;
const LONG8 = 16;

/** Writes a TIFF file: header, blocks, values of tags, directory at the end. */
export function writeTiff(recipe: TiffRecipe): Uint8Array<ArrayBuffer> {
  const { width, height, samples, bits, bigEndian = false, bigTiff = false, tile, packing = 'none' } = recipe;
  const file = new NumberWriter(!bigEndian);
  file.number(bigEndian ? 0x4d4d : 0x4949, 2).number(bigTiff ? 43 : 42, 2);
  if (bigTiff) file.number(8, 2).number(0, 2);
  const word = bigTiff ? 8 : 4;
  const directoryAt = file.length;
  file.number(0, word);
  const { missing = [] } = recipe;
  const packed = recipe.blocks ?? cutBlocks(recipe).map((block) => packBlock(block, recipe));
  const blocks = packed.map((block, index) => (missing.includes(index) ? new Uint8Array() : block));
  const offsets = blocks.map((block) => file.append(block));
  const tags: Record<number, readonly number[]> = {
    256: [width],
    257: [height],
    258: new Array(samples).fill(bits),
    259: [COMPRESSION[packing]],
    262: [recipe.photometric],
    277: [samples],
    284: [recipe.planar ? 2 : 1],
    317: [recipe.predicted ? 2 : 1],
    ...(tile
      ? { 322: [tile[0]], 323: [tile[1]], 324: offsets, 325: blocks.map(({ length }) => length) }
      : { 273: offsets, 278: [recipe.rowsPerStrip ?? height], 279: blocks.map(({ length }) => length) }),
    ...recipe.tags,
    ...recipe.rationals,
  };
  const typeOf = (tag: number) =>
    recipe.rationals && tag in recipe.rationals
      ? RATIONAL
      : [273, 279, 324, 325].includes(tag)
        ? bigTiff
          ? LONG8
          : LONG
        : SHORT;
  const entries = Object.entries(tags).map(([tag, values]) => {
    const type = typeOf(Number(tag));
    const size = type === LONG8 ? 8 : type === SHORT ? 2 : 4;
    const isRational = type === RATIONAL;
    const numbers = isRational ? values.flatMap((value) => [Math.round(value * MILLION), MILLION]) : values;
    const fits = numbers.length * size <= word;
    const at = fits ? undefined : file.append(file.encode(numbers, size));
    return { tag: Number(tag), type, size, values: numbers, count: values.length, at };
  });
  file.replace(directoryAt, file.length, word);
  file.number(entries.length, bigTiff ? 8 : 2);
  for (const { tag, type, size, values, count, at } of entries) {
    file.number(tag, 2).number(type, 2).number(count, word);
    if (at !== undefined) file.number(at, word);
    else file.append(padded(file.encode(values, size), word));
  }
  return file.number(0, word).finish();
}

/** Cuts samples into strips or tiles, padded to whole tiles with zeros. */
function cutBlocks(recipe: TiffRecipe): number[][] {
  const { width, height, samples, values, tile, planar } = recipe;
  const [blockWidth, blockHeight] = tile ?? [width, recipe.rowsPerStrip ?? height];
  const blocks: number[][] = [];
  for (let plane = 0; plane < (planar ? samples : 1); plane++) {
    for (let top = 0; top < height; top += blockHeight) {
      for (let left = 0; left < width; left += blockWidth) {
        const rows = tile ? blockHeight : Math.min(blockHeight, height - top);
        const block: number[] = [];
        for (let y = top; y < top + rows; y++) {
          for (let x = left; x < left + blockWidth; x++) {
            const inside = x < width && y < height;
            const at = (y * width + x) * samples;
            if (planar) block.push(inside ? (values[at + plane] as number) : 0);
            else for (let s = 0; s < samples; s++) block.push(inside ? (values[at + s] as number) : 0);
          }
        }
        blocks.push(block);
      }
    }
  }
  return blocks;
}

function packBlock(values: number[], recipe: TiffRecipe): Uint8Array {
  const stride = recipe.planar ? 1 : recipe.samples;
  const rowLength = (recipe.tile?.[0] ?? recipe.width) * stride;
  const stored = recipe.predicted ? differences(values, rowLength, stride) : values;
  const bytes = toBytes(stored, rowLength, recipe);
  if (recipe.packing === 'packBits') return packBits(bytes);
  if (recipe.packing === 'lzw') return packLzw(bytes, { literalBits: 8, tiff: true });
  if (recipe.packing === 'deflate') return zlibSync(bytes);
  if (recipe.packing === 'zstd') return packZstd(bytes);
  return bytes;
}

function differences(values: number[], rowLength: number, stride: number): number[] {
  return values.map((value, i) => (i % rowLength < stride ? value : value - (values[i - stride] as number)));
}

function toBytes(values: number[], rowLength: number, { bits, bigEndian = false }: TiffRecipe): Uint8Array {
  if (bits === 16) return new NumberWriter(!bigEndian).encode(values, 2);
  const bytes: number[] = [];
  for (let row = 0; row < values.length; row += rowLength) {
    for (let i = row; i < row + rowLength; i += 8 / bits) {
      let byte = 0;
      for (let j = 0; j < 8 / bits; j++) {
        const value = i + j < row + rowLength ? (values[i + j] as number) & ((1 << bits) - 1) : 0;
        byte = (byte << bits) | value;
      }
      bytes.push(byte);
    }
  }
  return Uint8Array.from(bytes);
}

/** A Zstandard frame (RFC 8878) of raw blocks. */
export function packZstd(bytes: Uint8Array): Uint8Array {
  const MOST = 2 ** 17;
  const packed = new NumberWriter(true).number(0xfd2fb528, 4).number(0xa0, 1).number(bytes.length, 4);
  for (let at = 0; at < bytes.length; at += MOST) {
    const block = bytes.subarray(at, at + MOST);
    const isLast = at + MOST >= bytes.length;
    packed.number(block.length * 8 + (isLast ? 1 : 0), 3).append(block);
  }
  return packed.finish();
}

/** Runs as runs, everything else as literals. */
function packBits(bytes: Uint8Array): Uint8Array {
  const packed: number[] = [];
  for (let i = 0; i < bytes.length; ) {
    let run = 1;
    while (run < 128 && i + run < bytes.length && bytes[i + run] === bytes[i]) run++;
    if (run > 1) packed.push(257 - run, bytes[i] as number);
    else packed.push(0, bytes[i] as number);
    i += run;
  }
  return Uint8Array.from(packed);
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length);
  whole.set(bytes);
  return whole;
}

/** Collects numbers of several sizes in one byte order. */
class NumberWriter {
  readonly #littleEndian: boolean;
  readonly #bytes: number[] = [];

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  get length(): number {
    return this.#bytes.length;
  }

  number(value: number, size: number): this {
    this.append(this.encode([value], size));
    return this;
  }

  /** Returns where the bytes start. */
  append(bytes: Uint8Array): number {
    const start = this.#bytes.length;
    for (const byte of bytes) this.#bytes.push(byte);
    return start;
  }

  replace(at: number, value: number, size: number): void {
    this.encode([value], size).forEach((byte, i) => {
      this.#bytes[at + i] = byte;
    });
  }

  encode(values: readonly number[], size: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(values.length * size));
    values.forEach((value, i) => {
      if (size === 8) view.setBigUint64(i * 8, BigInt(value), this.#littleEndian);
      else if (size === 4) view.setUint32(i * 4, value, this.#littleEndian);
      else if (size === 2) view.setUint16(i * 2, value, this.#littleEndian);
      else for (let byte = 0; byte < size; byte++) view.setUint8(i * size + byte, (value >> (8 * byte)) & 0xff);
    });
    return new Uint8Array(view.buffer);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}
