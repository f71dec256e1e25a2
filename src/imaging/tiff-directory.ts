import { AppError } from '../base/errors.ts';

/** TIFF tags that describe pixels. */
export const TAG = {
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
  planarConfiguration: 284,
  predictor: 317,
  colorMap: 320,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  ycbcrSubSampling: 530,
} as const;

export type Tag = (typeof TAG)[keyof typeof TAG];

/** The first image file directory of a TIFF file, as far as it describes pixels; every value was found inside the file. */
export interface TiffDirectory {
  readonly littleEndian: boolean;
  readonly bigTiff: boolean;
  readonly values: ReadonlyMap<Tag, readonly number[]>;
}

const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));

/** Bytes of the whole-number field types BYTE, SHORT, LONG, UNDEFINED, IFD, LONG8, IFD8. */
const TYPE_BYTES: Readonly<Record<number, 1 | 2 | 4 | 8>> = { 1: 1, 3: 2, 4: 4, 7: 1, 13: 4, 16: 8, 18: 8 };

/**
 * Reads the first directory. geotiff's own parser is not used: it reads long arrays of big-endian files as little-endian and
 * allocates as much as a header asks for.
 * @throws AppError image-broken
 */
export function readTiffDirectory(bytes: Uint8Array): TiffDirectory {
  const littleEndian = bytes[0] === 0x49;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = (offset: number, size: 1 | 2 | 4 | 8) => readNumber(view, offset, size, littleEndian);
  const bigTiff = number(2, 2) === 43;
  const wordBytes = bigTiff ? 8 : 4;
  const start = number(bigTiff ? 8 : 4, wordBytes);
  const countBytes = bigTiff ? 8 : 2;
  const entryBytes = 4 + 2 * wordBytes;
  const entries = number(start, countBytes);
  const values = new Map<Tag, readonly number[]>();
  for (let i = 0; i < entries; i++) {
    const entry = start + countBytes + i * entryBytes;
    const tag = number(entry, 2);
    const size = TYPE_BYTES[number(entry + 2, 2)];
    if (!isWanted(tag) || size === undefined) continue;
    const count = number(entry + 4, wordBytes);
    const inline = entry + 4 + wordBytes;
    const at = count * size <= wordBytes ? inline : number(inline, wordBytes);
    if (at + count * size > bytes.length)
      throw new AppError('image-broken', `TIFF tag ${tag} lies outside of the file`);
    values.set(
      tag,
      Array.from({ length: count }, (_, index) => number(at + index * size, size)),
    );
  }
  return { littleEndian, bigTiff, values };
}

function isWanted(tag: number): tag is Tag {
  return WANTED.has(tag);
}

function readNumber(view: DataView, offset: number, size: 1 | 2 | 4 | 8, littleEndian: boolean): number {
  if (offset + size > view.byteLength) throw new AppError('image-broken', 'the TIFF directory is cut off');
  if (size === 1) return view.getUint8(offset);
  if (size === 2) return view.getUint16(offset, littleEndian);
  if (size === 4) return view.getUint32(offset, littleEndian);
  return Number(view.getBigUint64(offset, littleEndian));
}
