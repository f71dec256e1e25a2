import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { concatenate } from '../concatenate.ts';
import { forceColours, JPEG_MARKER, jpegSegments, readJpegHeader } from '../jpeg-header.ts';
import { decodeWithMozjpeg } from '../mozjpeg.ts';
import { samplesToRgb } from '../samples-to-rgb.ts';
import { TAG } from '../tiff-directory.ts';
import { COMPRESSION, PHOTOMETRIC } from '../tiff-layout.ts';
import { checkLevel, type StoredLevel } from './slide-levels.ts';
import { resolutionFromTags, type TiffContents, type TiffDirectories } from './tiff-contents.ts';
import type { TiffFile, TiffTags } from './tiff-file.ts';
import type { TiffLevel } from './tiff-level.ts';

const NDPI_TAG = {
  /** Magnification; -1 for the macro image, -2 for a map of where the scanner has focused. */
  sourceLens: 65421,
  /** Height of the focal plane above the main one, in nanometres. */
  zOffset: 65424,
  /** Where the restart intervals start, from the start of the JPEG stream on, in 32 bits; and the upper bits. */
  intervalStarts: 65426,
  intervalStartsUpper: 65432,
} as const;

/** Pixels of a tile that restart intervals are put together to. */
const TILE_PIXELS = 2 ** 19;
/** Before the first restart interval. */
const MOST_HEADER_BYTES = 2 ** 16;

/**
 * Hamamatsu NDPI: each level is a JPEG stream of any size, whose restart intervals can be read one by one. Of several focal
 * planes, the main one is read.
 * @throws AppError slide-variant: no restart intervals; image-broken
 */
export async function readNdpi(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const planes = new Map<number, { readonly tags: TiffTags; readonly distance: number }>();
  const passedOver: string[] = [];
  for (const tags of directories) {
    const lens = (await tags.number(NDPI_TAG.sourceLens)) ?? 0;
    if (!(lens > 0)) {
      passedOver.push(lens === -1 ? 'macro' : 'other');
      continue;
    }
    const width = (await tags.number(TAG.imageWidth)) ?? 0;
    const distance = Math.abs(((await tags.number(NDPI_TAG.zOffset)) ?? 0) | 0);
    const known = planes.get(width);
    if (known) passedOver.push('other');
    if (!known || distance < known.distance) planes.set(width, { tags, distance });
  }
  const images: TiffLevel[] = [];
  for (const { tags } of planes.values()) images.push(await readLevel(file, tags));
  if (images.length === 0) throw new AppError('slide-variant', 'NDPI that holds a macro image and no slide');
  return {
    format: 'ndpi',
    resolution: await resolutionFromTags(images[0]?.tags ?? directories[0]),
    images,
    passedOver,
  };
}

async function readLevel(file: TiffFile, tags: TiffTags): Promise<TiffLevel> {
  const one = async (tag: number) => (await tags.number(tag)) ?? 0;
  const [width, height] = [await one(TAG.imageWidth), await one(TAG.imageLength)];
  if ((await one(TAG.compression)) !== COMPRESSION.jpeg) throw variant('a level that is no JPEG');
  const stream = { at: await one(TAG.stripOffsets), bytes: await one(TAG.stripByteCounts) };
  const headerBytes = await one(NDPI_TAG.intervalStarts);
  if (headerBytes === 0) throw variant('a level without the places of restart intervals');
  if (headerBytes > Math.min(MOST_HEADER_BYTES, stream.bytes)) {
    throw new AppError('image-broken', `an NDPI header of ${headerBytes} bytes`);
  }
  const header = readHeader(await file.source.read(stream.at, headerBytes), await one(TAG.photometric));
  const across = Math.ceil(width / header.mcuWidth);
  if (header.interval < 1 || across % header.interval !== 0) throw variant('restart intervals that no row ends with');
  const intervalWidth = header.interval * header.mcuWidth;
  const grid = { columns: across / header.interval, rows: Math.ceil(height / header.mcuHeight) };
  const rowsOfTile = Math.max(1, Math.min(grid.rows, Math.floor(TILE_PIXELS / (intervalWidth * header.mcuHeight))));
  const level: StoredLevel = { width, height, tileWidth: intervalWidth, tileHeight: rowsOfTile * header.mcuHeight };
  checkLevel(level);
  const intervals = new IntervalReader(file, tags, stream, header, { width, height }, grid, rowsOfTile);
  return {
    ...level,
    tags,
    compression: COMPRESSION.jpeg,
    decodeTile: (column, row) => intervals.decodeTile(column, row),
    largestSample: async () => 0,
  };
}

interface StreamHeader {
  /** Up to the entropy-coded data; the frame header's sides are told anew for each tile. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the frame header's height and width stand. */
  readonly sizeAt: number;
  readonly mcuWidth: number;
  readonly mcuHeight: number;
  /** MCUs between two restart markers; 0 where there are none. */
  readonly interval: number;
}

function readHeader(stream: Uint8Array<ArrayBuffer>, photometric: number): StreamHeader {
  const colours = photometric === PHOTOMETRIC.rgb ? 'rgb' : 'ycbcr';
  const frame = readJpegHeader(stream);
  if (frame.components !== 1 && frame.components !== 3) throw variant(`JPEG of ${frame.components} components`);
  const bytes = frame.components === 3 ? forceColours(stream, frame, colours) : stream;
  let interval = 0;
  for (const { marker, body } of jpegSegments(bytes)) {
    if (marker === JPEG_MARKER.dri && body.length >= 2) interval = ((body[0] as number) << 8) | (body[1] as number);
  }
  const { frameOffset } = readJpegHeader(bytes);
  if (bytes[frameOffset + 1] !== JPEG_MARKER.sof0) throw variant('a JPEG that is not baseline');
  const samplings = Array.from({ length: frame.components }, (_, i) => bytes[frameOffset + 11 + 3 * i] ?? 0);
  // A single component has one block an MCU.
  const most = (shift: number) =>
    frame.components === 1 ? 1 : Math.max(...samplings.map((sampling) => (sampling >> shift) & 15));
  if (most(4) < 1 || most(0) < 1 || most(4) > 4 || most(0) > 4) {
    throw new AppError('image-broken', 'a JPEG frame header of no sampling');
  }
  return { bytes, sizeAt: frameOffset + 5, mcuWidth: 8 * most(4), mcuHeight: 8 * most(0), interval };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Restart intervals of one level. */
class IntervalReader {
  readonly #file: TiffFile;
  readonly #tags: TiffTags;
  readonly #stream: { readonly at: number; readonly bytes: number };
  readonly #header: StreamHeader;
  readonly #size: Size;
  readonly #grid: { readonly columns: number; readonly rows: number };
  readonly #rowsOfTile: number;
  #starts: Promise<Float64Array> | undefined;

  constructor(
    file: TiffFile,
    tags: TiffTags,
    stream: { readonly at: number; readonly bytes: number },
    header: StreamHeader,
    size: Size,
    grid: { readonly columns: number; readonly rows: number },
    rowsOfTile: number,
  ) {
    this.#file = file;
    this.#tags = tags;
    this.#stream = stream;
    this.#header = header;
    this.#size = size;
    this.#grid = grid;
    this.#rowsOfTile = rowsOfTile;
  }

  /** The intervals of a tile, one below the other, as a stream of their own. */
  async decodeTile(column: number, row: number): Promise<RgbImage> {
    this.#starts ??= this.#readStarts();
    const starts = await this.#starts;
    const { mcuHeight, mcuWidth, interval } = this.#header;
    const top = row * this.#rowsOfTile;
    const rows = Math.min(this.#rowsOfTile, this.#grid.rows - top);
    const width = Math.min(interval * mcuWidth, this.#size.width - column * interval * mcuWidth);
    const height = Math.min(rows * mcuHeight, this.#size.height - top * mcuHeight);
    const intervals = await Promise.all(
      Array.from({ length: rows }, (_, i) => this.#readInterval(starts, (top + i) * this.#grid.columns + column)),
    );
    const parts = intervals.flatMap((data, i) =>
      i === 0 ? [data] : [Uint8Array.of(0xff, JPEG_MARKER.rst0 + ((i - 1) % 8)), data],
    );
    const stream = concatenate([this.#headerOf(width, height), ...parts, Uint8Array.of(0xff, JPEG_MARKER.eoi)]);
    const pixels = await decodeWithMozjpeg(stream);
    if (pixels.width !== width || pixels.height !== height)
      throw new AppError('image-broken', 'an NDPI tile of another size');
    return samplesToRgb({ ...pixels, channels: 4 });
  }

  #headerOf(width: number, height: number): Uint8Array {
    const bytes = this.#header.bytes.slice();
    const view = new DataView(bytes.buffer);
    view.setUint16(this.#header.sizeAt, height);
    view.setUint16(this.#header.sizeAt + 2, width);
    return bytes;
  }

  /** Its entropy-coded data, without the marker behind. */
  async #readInterval(starts: Float64Array, index: number): Promise<Uint8Array<ArrayBuffer>> {
    const start = starts[index] as number;
    const end = starts[index + 1] ?? this.#stream.bytes;
    const { interval, mcuWidth, mcuHeight } = this.#header;
    // A block takes less than four times its samples, whatever it holds.
    const most = 4 * 3 * interval * mcuWidth * mcuHeight + 2 ** 10;
    if (!(end - start >= 2 && end - start <= most)) {
      throw new AppError('image-broken', `an NDPI restart interval of ${end - start} bytes`);
    }
    const data = await this.#file.source.read(this.#stream.at + start, end - start);
    const marker = data.at(-1) as number;
    const isMarker = data.at(-2) === 0xff && marker >= JPEG_MARKER.rst0 && marker <= JPEG_MARKER.eoi;
    return isMarker ? data.subarray(0, -2) : data;
  }

  /** Where 32 bits are too few, their overflow shows: each interval starts behind the one before it. */
  async #readStarts(): Promise<Float64Array> {
    const count = this.#grid.columns * this.#grid.rows;
    const starts = await this.#tags.list(NDPI_TAG.intervalStarts, count);
    if (this.#tags.has(NDPI_TAG.intervalStartsUpper)) {
      const uppers = await this.#tags.list(NDPI_TAG.intervalStartsUpper, count);
      return starts.map((start, i) => start + (uppers[i] as number) * 2 ** 32);
    }
    let overflow = 0;
    for (let i = 1; i < count; i++) {
      if ((starts[i] as number) + overflow < (starts[i - 1] as number)) overflow += 2 ** 32;
      starts[i] = (starts[i] as number) + overflow;
    }
    return starts;
  }
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `Hamamatsu NDPI with ${detail}`);
}
