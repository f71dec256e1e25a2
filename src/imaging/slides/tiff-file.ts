import { AppError } from '../../base/errors.ts';
import type { ByteRanges } from './byte-ranges.ts';

/** TIFF tags of slides, beside those that describe pixels (tiff-directory.ts). */
export const SLIDE_TAG = {
  subfileType: 254,
  imageDescription: 270,
  xResolution: 282,
  yResolution: 283,
  resolutionUnit: 296,
  software: 305,
  subIfds: 330,
  xmp: 700,
  ndpi: 65420,
} as const;

const MOST_DIRECTORIES = 500;
const MOST_ENTRIES = 4096;
/** Of one tag, where it is not a list of tiles: the longest are descriptions in XML. */
const MOST_BYTES = 16 * 2 ** 20;

/** Bytes of each field type. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
const LONG = 4;
const RATIONAL = 5;
const FLOAT = 11;
const DOUBLE = 12;

interface Entry {
  readonly type: number;
  readonly count: number;
  /** Where its values start, in bytes. */
  readonly at: number;
  /** The upper 32 bits of a single LONG, in NDPI files. */
  readonly upper?: number;
}

/** One directory of a TIFF file; the values of its tags are read when they are asked for. */
export class TiffTags {
  readonly #source: ByteRanges;
  readonly #littleEndian: boolean;
  readonly #entries: ReadonlyMap<number, Entry>;

  constructor(source: ByteRanges, littleEndian: boolean, entries: ReadonlyMap<number, Entry>) {
    this.#source = source;
    this.#littleEndian = littleEndian;
    this.#entries = entries;
  }

  has(tag: number): boolean {
    return this.#entries.has(tag);
  }

  /** All values of a tag as numbers, rationals divided; empty when it is absent. @throws AppError image-broken */
  async numbers(tag: number): Promise<number[]> {
    const entry = this.#entries.get(tag);
    return entry ? Array.from(await this.#read(tag, entry, entry.count)) : [];
  }

  /** The first value of a tag. @throws AppError image-broken */
  async number(tag: number): Promise<number | undefined> {
    const entry = this.#entries.get(tag);
    return entry && entry.count > 0 ? (await this.#read(tag, entry, 1))[0] : undefined;
  }

  /** The first `count` values of a long list. @throws AppError image-broken when it is shorter */
  async list(tag: number, count: number): Promise<Float64Array> {
    const entry = this.#entries.get(tag);
    if (!entry || entry.count < count) throw new AppError('image-broken', `TIFF tag ${tag} is not complete`);
    return this.#read(tag, entry, count, Number.POSITIVE_INFINITY);
  }

  /** Text, one byte a character, up to the first zero; empty when it is absent. @throws AppError image-broken */
  async text(tag: number): Promise<string> {
    const entry = this.#entries.get(tag);
    if (!entry) return '';
    const bytes = await this.#bytes(tag, entry, entry.count, MOST_BYTES);
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  #bytes(tag: number, { type, at }: Entry, count: number, most: number): Promise<Uint8Array> {
    const length = count * (TYPE_BYTES[type] ?? 1);
    if (length > most) throw new AppError('image-broken', `TIFF tag ${tag} has ${length} bytes`);
    return this.#source.readSmall(at, length);
  }

  async #read(tag: number, entry: Entry, count: number, most = MOST_BYTES): Promise<Float64Array> {
    const bytes = await this.#bytes(tag, entry, count, most);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const size = TYPE_BYTES[entry.type] ?? 1;
    const upper = (entry.upper ?? 0) * 2 ** 32;
    return Float64Array.from({ length: count }, (_, i) => this.#number(view, i * size, entry.type) + upper);
  }

  #number(view: DataView, at: number, type: number): number {
    if (type === RATIONAL) return view.getUint32(at, this.#littleEndian) / view.getUint32(at + 4, this.#littleEndian);
    if (type === FLOAT) return view.getFloat32(at, this.#littleEndian);
    if (type === DOUBLE) return view.getFloat64(at, this.#littleEndian);
    return readUnsigned(view, at, TYPE_BYTES[type] ?? 1, this.#littleEndian);
  }
}

/**
 * A TIFF or BigTIFF file that is read by ranges. Hamamatsu's NDPI files are TIFF files of any size: offsets of directories have
 * 8 bytes, and behind a directory come the upper 4 bytes of each of its entries.
 */
export class TiffFile {
  readonly source: ByteRanges;
  readonly littleEndian: boolean;
  readonly #bigTiff: boolean;
  #isNdpi = false;

  private constructor(source: ByteRanges, littleEndian: boolean, bigTiff: boolean) {
    this.source = source;
    this.littleEndian = littleEndian;
    this.#bigTiff = bigTiff;
  }

  /** @param source Starts with a TIFF signature (detect-format.ts). */
  static async open(source: ByteRanges): Promise<TiffFile> {
    const header = await source.readSmall(0, 4);
    const littleEndian = header[0] === 0x49;
    const file = new TiffFile(source, littleEndian, header[littleEndian ? 2 : 3] === 43);
    if (littleEndian && !file.#bigTiff) await file.#findOutWhetherNdpi();
    return file;
  }

  /** By the tag of NDPI in the first directory, where 8 bytes lead to one. */
  async #findOutWhetherNdpi(): Promise<void> {
    try {
      const first = await this.#numberAt(4, 8);
      this.#isNdpi = first + 2 <= this.source.size && (await this.#readDirectory(first)).tags.has(SLIDE_TAG.ndpi);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'image-broken') throw thrown;
    }
  }

  /**
   * The directories in the order of the file.
   * @throws AppError image-broken: cut off, a loop, or more than any slide has
   */
  async directories(): Promise<[TiffTags, ...TiffTags[]]> {
    const first = await this.#firstOffset();
    const { tags, next } = await this.#readDirectory(first);
    const directories: [TiffTags, ...TiffTags[]] = [tags];
    const seen = new Set([first]);
    for (let offset = next; offset !== 0; ) {
      if (seen.has(offset)) throw new AppError('image-broken', 'the TIFF directories run in a circle');
      if (seen.size === MOST_DIRECTORIES) throw new AppError('image-broken', 'too many TIFF directories');
      seen.add(offset);
      const directory = await this.#readDirectory(offset);
      directories.push(directory.tags);
      offset = directory.next;
    }
    return directories;
  }

  /** Where the directories of the file start, in its order. @throws AppError image-broken */
  async directoryOffsets(): Promise<number[]> {
    const offsets: number[] = [];
    for (let offset = await this.#firstOffset(); offset !== 0 && !offsets.includes(offset); ) {
      offsets.push(offset);
      offset = (await this.#readDirectory(offset)).next;
    }
    return offsets;
  }

  /** The file's bytes up to the end of its header, with another directory as the first. */
  async headerWithFirst(offset: number): Promise<Uint8Array<ArrayBuffer>> {
    const header = (await this.source.readSmall(0, this.#bigTiff ? 16 : 8)).slice();
    const view = new DataView(header.buffer);
    if (this.#bigTiff) view.setBigUint64(8, BigInt(offset), this.littleEndian);
    else view.setUint32(4, offset, this.littleEndian);
    return header;
  }

  /** @throws AppError image-broken */
  async firstDirectory(): Promise<TiffTags> {
    return (await this.#readDirectory(await this.#firstOffset())).tags;
  }

  /** The directories below one (SubIFDs). @throws AppError image-broken */
  async subdirectories(directory: TiffTags): Promise<TiffTags[]> {
    const offsets = await directory.numbers(SLIDE_TAG.subIfds);
    if (offsets.length > MOST_DIRECTORIES) throw new AppError('image-broken', 'too many TIFF directories');
    const below: TiffTags[] = [];
    for (const offset of offsets) below.push((await this.#readDirectory(offset)).tags);
    return below;
  }

  /** The directories, each followed by those below it; those that several share are taken once. @throws AppError image-broken */
  async withSubdirectories(directories: readonly TiffTags[]): Promise<TiffTags[]> {
    const all: TiffTags[] = [];
    const seen = new Set<number>();
    for (const directory of directories) {
      all.push(directory);
      for (const offset of await directory.numbers(SLIDE_TAG.subIfds)) {
        if (seen.has(offset)) continue;
        if (seen.size === MOST_DIRECTORIES) throw new AppError('image-broken', 'too many TIFF directories');
        seen.add(offset);
        all.push((await this.#readDirectory(offset)).tags);
      }
    }
    return all;
  }

  #firstOffset(): Promise<number> {
    return this.#numberAt(this.#bigTiff ? 8 : 4, this.#pointerBytes);
  }

  /** Of a directory. */
  get #pointerBytes(): 4 | 8 {
    return this.#bigTiff || this.#isNdpi ? 8 : 4;
  }

  get #wordBytes(): 4 | 8 {
    return this.#bigTiff ? 8 : 4;
  }

  async #readDirectory(offset: number): Promise<{ tags: TiffTags; next: number }> {
    const word = this.#wordBytes;
    const countBytes = this.#bigTiff ? 8 : 2;
    const entryBytes = 4 + 2 * word;
    const count = await this.#numberAt(offset, countBytes);
    if (count > MOST_ENTRIES) throw new AppError('image-broken', `a TIFF directory of ${count} tags`);
    const start = offset + countBytes;
    const bytes = await this.source.readSmall(start, count * entryBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const number = (at: number, size: number) => readUnsigned(view, at, size, this.littleEndian);
    const uppers = this.#isNdpi ? await this.#readUppers(start + bytes.length + 8, count) : undefined;
    const entries = new Map<number, Entry>();
    for (let at = 0; at < bytes.length; at += entryBytes) {
      const type = number(at + 2, 2);
      const values = number(at + 4, word);
      const fits = values * (TYPE_BYTES[type] ?? 1) <= word;
      const upper = uppers?.[at / entryBytes] ?? 0;
      entries.set(number(at, 2), {
        type,
        count: values,
        at: fits ? start + at + 4 + word : number(at + 4 + word, word) + upper * 2 ** 32,
        ...(fits && type === LONG && upper > 0 && { upper }),
      });
    }
    const tags = new TiffTags(this.source, this.littleEndian, entries);
    return { tags, next: await this.#numberAt(start + bytes.length, this.#pointerBytes) };
  }

  async #readUppers(at: number, count: number): Promise<Uint32Array> {
    const bytes = await this.source.readSmall(at, 4 * count);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Uint32Array.from({ length: count }, (_, i) => view.getUint32(4 * i, true));
  }

  async #numberAt(offset: number, size: number): Promise<number> {
    const bytes = await this.source.readSmall(offset, size);
    return readUnsigned(new DataView(bytes.buffer, bytes.byteOffset, size), 0, size, this.littleEndian);
  }
}

function readUnsigned(view: DataView, at: number, size: number, littleEndian: boolean): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, littleEndian);
  if (size === 4) return view.getUint32(at, littleEndian);
  return Number(view.getBigUint64(at, littleEndian));
}
