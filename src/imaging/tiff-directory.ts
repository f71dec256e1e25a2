import { AppError } from '../base/errors.ts';
import type { PageFacts } from './tiff-pages.ts';

/** TIFF tags that describe pixels. */
export const TAG = {
  subfileType: 254,
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  maxSampleValue: 281,
  planarConfiguration: 284,
  t4Options: 292,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
  sMaxSampleValue: 341,
  jpegTables: 347,
  ycbcrCoefficients: 529,
  ycbcrSubSampling: 530,
  referenceBlackWhite: 532,
} as const;

export type Tag = (typeof TAG)[keyof typeof TAG];

/** One image file directory of a TIFF file, as far as it describes pixels; every value was found inside the file. */
export interface TiffDirectory {
  readonly littleEndian: boolean;
  readonly bigTiff: boolean;
  readonly values: ReadonlyMap<Tag, readonly number[]>;
  /** ImageDescription, shortened; empty when it is absent. */
  readonly description: string;
  /** Whether its writer names itself (Software). */
  readonly hasSoftware: boolean;
}

const IMAGE_DESCRIPTION = 270;
const SOFTWARE = 305;
/** Of a description: what it says of the kind of image stands at its start. */
const MOST_DESCRIPTION = 4096;
const MOST_DIRECTORIES = 500;
/** Of all directories together: a TIFF image that is read whole has far fewer blocks. */
const MOST_VALUES = 2 ** 22;
const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));

/** Bytes of the field types BYTE, SHORT, LONG, RATIONAL, UNDEFINED, IFD, LONG8, IFD8. */
const TYPE_BYTES: Readonly<Record<number, 1 | 2 | 4 | 8>> = { 1: 1, 3: 2, 4: 4, 5: 8, 7: 1, 13: 4, 16: 8, 18: 8 };
const RATIONAL = 5;

/**
 * Reads a file's directories. geotiff's own parser is not used: it reads long arrays of big-endian files as little-endian
 * and allocates as much as a header asks for.
 * @returns At least one; those behind one that is damaged are left out.
 * @throws AppError image-broken when the first is damaged
 */
export function readTiffDirectories(bytes: Uint8Array): [TiffDirectory, ...TiffDirectory[]] {
  const reader = new DirectoryReader(bytes);
  const first = reader.read(reader.firstOffset);
  const directories: [TiffDirectory, ...TiffDirectory[]] = [first.directory];
  const seen = new Set([reader.firstOffset]);
  try {
    for (let { next } = first; next !== 0 && !seen.has(next) && seen.size < MOST_DIRECTORIES; ) {
      seen.add(next);
      const { directory, next: after } = reader.read(next);
      directories.push(directory);
      next = after;
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
  }
  return directories;
}

/** What a directory says of its image, to tell which of several is the one to be read. */
export function pageFactsOf({ values, description }: TiffDirectory): PageFacts {
  const one = (tag: Tag) => values.get(tag)?.[0] ?? 0;
  return {
    width: one(TAG.imageWidth),
    height: one(TAG.imageLength),
    isTiled: values.has(TAG.tileWidth) && values.has(TAG.tileLength),
    subfileType: one(TAG.subfileType),
    description,
  };
}

class DirectoryReader {
  readonly firstOffset: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  readonly #bigTiff: boolean;
  #valuesRead = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#littleEndian = bytes[0] === 0x49;
    this.#bigTiff = this.#number(2, 2) === 43;
    this.firstOffset = this.#number(this.#bigTiff ? 8 : 4, this.#wordBytes);
  }

  get #wordBytes(): 4 | 8 {
    return this.#bigTiff ? 8 : 4;
  }

  /** @throws AppError image-broken */
  read(start: number): { directory: TiffDirectory; next: number } {
    const word = this.#wordBytes;
    const countBytes = this.#bigTiff ? 8 : 2;
    const entryBytes = 4 + 2 * word;
    const entries = this.#number(start, countBytes);
    const values = new Map<Tag, readonly number[]>();
    let description = '';
    let hasSoftware = false;
    for (let i = 0; i < entries; i++) {
      const entry = start + countBytes + i * entryBytes;
      const tag = this.#number(entry, 2);
      const count = this.#number(entry + 4, word);
      const type = this.#number(entry + 2, 2);
      const size = TYPE_BYTES[type];
      if (tag === IMAGE_DESCRIPTION) description = this.#text(this.#placeOf(entry, count), count);
      hasSoftware ||= tag === SOFTWARE;
      if (!isWanted(tag) || size === undefined) continue;
      const at = this.#placeOf(entry, count * size);
      if (at + count * size > this.#bytes.length) {
        throw new AppError('image-broken', `TIFF tag ${tag} lies outside of the file`);
      }
      this.#valuesRead += count;
      if (this.#valuesRead > MOST_VALUES) throw new AppError('image-broken', `TIFF tag ${tag} has ${count} values`);
      values.set(
        tag,
        Array.from({ length: count }, (_, index) =>
          type === RATIONAL
            ? this.#number(at + index * size, 4) / this.#number(at + index * size + 4, 4)
            : this.#number(at + index * size, size),
        ),
      );
    }
    const end = start + countBytes + entries * entryBytes;
    // Some writers end their file with the last entry.
    const next = end + word <= this.#bytes.length ? this.#number(end, word) : 0;
    const { littleEndian, bigTiff } = { littleEndian: this.#littleEndian, bigTiff: this.#bigTiff };
    return { directory: { littleEndian, bigTiff, values, description, hasSoftware }, next };
  }

  /** Where the values of an entry lie: within it, when they fit. */
  #placeOf(entry: number, bytes: number): number {
    const inline = entry + 4 + this.#wordBytes;
    return bytes <= this.#wordBytes ? inline : this.#number(inline, this.#wordBytes);
  }

  #text(at: number, length: number): string {
    const bytes = this.#bytes.subarray(at, at + Math.min(length, MOST_DESCRIPTION));
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  #number(offset: number, size: 1 | 2 | 4 | 8): number {
    if (offset + size > this.#view.byteLength) throw new AppError('image-broken', 'the TIFF directory is cut off');
    if (size === 1) return this.#view.getUint8(offset);
    if (size === 2) return this.#view.getUint16(offset, this.#littleEndian);
    if (size === 4) return this.#view.getUint32(offset, this.#littleEndian);
    return Number(this.#view.getBigUint64(offset, this.#littleEndian));
  }
}

function isWanted(tag: number): tag is Tag {
  return WANTED.has(tag);
}
