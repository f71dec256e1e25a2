import { zlibSync } from 'fflate';
import type { RgbImage } from '../../../base/rgb-image.ts';
import { encodeJpeg, encodeWebp } from '../../testing/encode-with-jsquash.ts';
import { packLzw } from '../../testing/pack-lzw.ts';

export type SlidePacking = 'none' | 'lzw' | 'deflate' | 'webp' | 'jpeg';

const COMPRESSION: Readonly<Record<SlidePacking, number>> = { none: 1, lzw: 5, jpeg: 7, deflate: 8, webp: 50001 };

/** Values of a tag: text, whole numbers (of 8 bytes in BigTIFF), or fractions. */
export type TagValues = string | readonly number[] | { readonly rational: readonly [number, number] };

/** One directory. */
export interface TiffImage {
  readonly tags: Readonly<Record<number, TagValues>>;
  /** Tiles or strips; undefined leaves one out (0 bytes). */
  readonly blocks: readonly (Uint8Array | undefined)[];
  /** Tags that tell where the blocks lie: of tiles, or of strips. */
  readonly places: readonly [offsets: number, byteCounts: number];
  readonly below?: readonly TiffImage[];
}

export interface SlideRecipe {
  readonly bigTiff?: boolean;
  readonly bigEndian?: boolean;
  readonly images: readonly TiffImage[];
}

const TILES = [324, 325] as const;
const STRIPS = [273, 279] as const;

/** A tiled image; tiles at the edges are padded with zeros. */
export async function tiled(
  image: RgbImage,
  tile: number,
  packing: SlidePacking,
  tags: TiffImage['tags'] = {},
): Promise<TiffImage> {
  const blocks: Uint8Array[] = [];
  for (let top = 0; top < image.height; top += tile) {
    for (let left = 0; left < image.width; left += tile) {
      blocks.push(await pack(cutTile(image, left, top, tile, tile), packing));
    }
  }
  const photometric = packing === 'jpeg' ? 6 : 2;
  return {
    tags: { ...sizeTags(image, packing, photometric), 322: [tile], 323: [tile], ...tags },
    blocks,
    places: TILES,
  };
}

/** An image in one uncompressed strip, as labels are. */
export function striped(image: RgbImage, tags: TiffImage['tags'] = {}): TiffImage {
  return {
    tags: { ...sizeTags(image, 'none', 2), 278: [image.height], ...tags },
    blocks: [image.data],
    places: STRIPS,
  };
}

function sizeTags({ width, height }: RgbImage, packing: SlidePacking, photometric: number): TiffImage['tags'] {
  return { 256: [width], 257: [height], 258: [8, 8, 8], 259: [COMPRESSION[packing]], 262: [photometric], 277: [3] };
}

/** A part of an image, black beyond its edge. */
export function cutTile(image: RgbImage, left: number, top: number, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < Math.min(height, image.height - top); y++) {
    const from = ((top + y) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + Math.min(width, image.width - left) * 3), y * width * 3);
  }
  return { width, height, data };
}

async function pack(tile: RgbImage, packing: SlidePacking): Promise<Uint8Array> {
  switch (packing) {
    case 'lzw':
      return packLzw(tile.data, { literalBits: 8, tiff: true });
    case 'deflate':
      return zlibSync(tile.data);
    case 'webp':
      return encodeWebp(tile);
    case 'jpeg':
      return encodeJpeg(tile);
    default:
      return tile.data;
  }
}

const ASCII = 2;
const LONG = 4;
const RATIONAL = 5;
const LONG8 = 16;
const SUB_IFDS = 330;

/** Writes header, blocks and directories, each directory behind its values. */
export function writeTiffSlide({ bigTiff = false, bigEndian = false, images }: SlideRecipe): Uint8Array<ArrayBuffer> {
  const file = new Writer(bigTiff, !bigEndian);
  const firstAt = file.header();
  let nextAt = firstAt;
  for (const image of images) nextAt = writeDirectory(file, image, nextAt);
  return file.finish();
}

/** Returns where the offset of the next directory belongs. */
function writeDirectory(file: Writer, image: TiffImage, pointerAt: number): number {
  const offsets = image.blocks.map((block) => (block ? file.append(block) : 0));
  const below = (image.below ?? []).map((inner) => {
    const at = file.append(new Uint8Array(8));
    writeDirectory(file, inner, at);
    return file.wordAt(at);
  });
  const tags: Record<number, TagValues> = {
    ...image.tags,
    [image.places[0]]: offsets,
    [image.places[1]]: image.blocks.map((block) => block?.length ?? 0),
    ...(below.length > 0 && { [SUB_IFDS]: below }),
  };
  const entries = Object.entries(tags).map(([tag, values]) => {
    const { type, count, bytes } = file.encodeValues(values);
    const inline = bytes.length <= file.word;
    const value = inline ? Uint8Array.from({ ...new Uint8Array(file.word), ...bytes, length: file.word }) : undefined;
    return { tag: Number(tag), type, count, value: value ?? file.encode(file.append(bytes), file.word) };
  });
  file.replace(pointerAt, file.length);
  file.append(file.encode(entries.length, file.big ? 8 : 2));
  for (const { tag, type, count, value } of entries) {
    file.append(file.encode(tag, 2));
    file.append(file.encode(type, 2));
    file.append(file.encode(count, file.word));
    file.append(value);
  }
  return file.append(new Uint8Array(file.word));
}

/** Collects a TIFF file. */
class Writer {
  readonly big: boolean;
  readonly #littleEndian: boolean;
  #bytes = new Uint8Array(2 ** 16);
  #length = 0;

  constructor(big: boolean, littleEndian: boolean) {
    this.big = big;
    this.#littleEndian = littleEndian;
  }

  get length(): number {
    return this.#length;
  }

  /** Bytes of an offset. */
  get word(): 4 | 8 {
    return this.big ? 8 : 4;
  }

  /** Returns where the offset of the first directory belongs. */
  header(): number {
    this.append(Uint8Array.from(this.#littleEndian ? [0x49, 0x49] : [0x4d, 0x4d]));
    this.append(this.encode(this.big ? 43 : 42, 2));
    if (this.big) this.append(this.encode(8, 2));
    if (this.big) this.append(new Uint8Array(2));
    return this.append(new Uint8Array(this.word));
  }

  /** Returns where the bytes start. */
  append(bytes: Uint8Array): number {
    const start = this.#length;
    while (start + bytes.length > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, start);
    this.#length += bytes.length;
    return start;
  }

  replace(at: number, word: number): void {
    this.#bytes.set(this.encode(word, this.word), at);
  }

  wordAt(at: number): number {
    const view = new DataView(this.#bytes.buffer);
    return this.big ? Number(view.getBigUint64(at, this.#littleEndian)) : view.getUint32(at, this.#littleEndian);
  }

  encode(value: number, size: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 8) view.setBigUint64(0, BigInt(value), this.#littleEndian);
    else if (size === 4) view.setUint32(0, value, this.#littleEndian);
    else view.setUint16(0, value, this.#littleEndian);
    return new Uint8Array(view.buffer);
  }

  encodeValues(values: TagValues): { type: number; count: number; bytes: Uint8Array } {
    if (typeof values === 'string') {
      const bytes = new TextEncoder().encode(`${values}\0`);
      return { type: ASCII, count: bytes.length, bytes };
    }
    const numbers = 'rational' in values ? values.rational : values;
    const size = 'rational' in values ? 4 : this.word;
    const bytes = Uint8Array.from(numbers.flatMap((value) => Array.from(this.encode(value, size))));
    if ('rational' in values) return { type: RATIONAL, count: 1, bytes };
    return { type: size === 8 ? LONG8 : LONG, count: numbers.length, bytes };
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}
