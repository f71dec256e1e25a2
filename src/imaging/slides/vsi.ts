import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideFiles, SlideLevel } from '../../base/slide.ts';
import { decodeImage } from '../decode-image.ts';
import { toImageError } from '../image-errors.ts';
import { checkMemory } from '../image-limits.ts';
import { readJpegHeader } from '../jpeg-header.ts';
import { loadDecoder } from '../load-decoder.ts';
import { decodeWithMozjpeg, mozjpegMemory } from '../mozjpeg.ts';
import { bitsInUse, largestOf, type Samples, samplesToRgb } from '../samples-to-rgb.ts';
import { ByteRanges } from './byte-ranges.ts';
import type { OpenSlide } from './opened-slide.ts';
import { checkLevel, orderLevels, type StoredLevel, toSlideLevels } from './slide-levels.ts';

const SIS_BYTES = 64;
/** Of the second header, up to the last number that is read. */
const ETS_BYTES = 156;
const MOST_DIMENSIONS = 20;
const MOST_TILES = 2 ** 21;
/** What a tile takes in memory: its place and where it lies. */
const TILE_BYTES = 150;

const COMPRESSION_WORDS: Readonly<Record<number, string>> = {
  0: 'uncompressed',
  2: 'JPEG',
  3: 'JPEG 2000',
  8: 'PNG',
  9: 'BMP',
};
const RAW = 0;
const JPEG = 2;
const JPEG_2000 = 3;
/** Bytes of a sample, by its type. */
const SAMPLE_BYTES: ReadonlyMap<number, 1 | 2> = new Map([
  [2, 1],
  [4, 2],
]);

interface StoredTile {
  readonly offset: number;
  readonly bytes: number;
}

/** An image in tiles, at one or several resolutions. */
interface Stack {
  readonly source: ByteRanges;
  readonly compression: number;
  readonly sampleBytes: 1 | 2;
  readonly samples: 1 | 3;
  /** Whether uncompressed samples come blue first. */
  readonly blueFirst: boolean;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** Focal planes, channels and times together, of which one is read. */
  readonly planes: number;
  /** Columns and rows, and the tiles by "column,row"; finest first. */
  readonly levels: readonly {
    readonly columns: number;
    readonly rows: number;
    readonly tiles: ReadonlyMap<string, StoredTile>;
  }[];
}

/**
 * Olympus VSI: the images lie in .ets files in a folder beside the .vsi file, each in tiles and at several resolutions. The
 * largest is the slide; label and overview are others. Their sizes are those of whole tiles, and their resolution is not known.
 * @param files The .vsi file, and the .ets files of its folder.
 * @throws AppError slide-incomplete, slide-variant, image-broken, file-unreadable
 */
export async function openVsi([, ...files]: SlideFiles): Promise<OpenSlide> {
  if (files.length === 0) throw new AppError('slide-incomplete', 'Olympus VSI without the folder _its name_ beside it');
  const stacks: Stack[] = [];
  for (const file of files) stacks.push(await readStack(new ByteRanges(file)));
  const area = ({ levels: [finest], tileWidth, tileHeight }: Stack) =>
    (finest?.columns ?? 0) * tileWidth * (finest?.rows ?? 0) * tileHeight;
  const [stack] = stacks.toSorted((a, b) => area(b) - area(a)) as [Stack];
  const bits = stack.sampleBytes === 2 ? await largestBits(stack) : 8;
  const levels = stack.levels.map(({ columns, rows, tiles }) => {
    const { tileWidth, tileHeight } = stack;
    const level: StoredLevel = { width: columns * tileWidth, height: rows * tileHeight, tileWidth, tileHeight };
    checkLevel(level);
    return { ...level, tiles };
  });
  const ordered = orderLevels(levels as [(typeof levels)[number], ...typeof levels]);
  return {
    info: {
      format: 'vsi',
      levels: toSlideLevels(ordered as [SlideLevel, ...SlideLevel[]]),
      compression: COMPRESSION_WORDS[stack.compression] ?? '',
      ...(bits !== 8 && bits < 16 && { bitsByRange: bits }),
      ...(stack.planes > 1 && {
        onlyPart: `the most detailed of ${stack.planes} planes (focal planes, channels or times)`,
      }),
      passedOver: new Array<string>(stacks.length - 1).fill('other'),
    },
    decodeTile: async (level, column, row) => {
      const tile = ordered[level]?.tiles.get(`${column},${row}`);
      return tile && toRgb(await decodeTile(stack, tile), stack, bits);
    },
  };
}

async function readStack(source: ByteRanges): Promise<Stack> {
  const head = await numbersAt(source, 0, SIS_BYTES, 'SIS');
  const dimensions = head.getInt32(12, true);
  const etsAt = Number(head.getBigInt64(16, true));
  const tilesAt = Number(head.getBigInt64(32, true));
  const count = head.getInt32(40, true);
  if (!(dimensions >= 2 && dimensions <= MOST_DIMENSIONS && count >= 1 && count <= MOST_TILES)) {
    throw new AppError('image-broken', `${count} Olympus tiles of ${dimensions} dimensions`);
  }
  const ets = await numbersAt(source, etsAt, ETS_BYTES, 'ETS');
  const at = (place: number) => ets.getInt32(place, true);
  const [pixelType, samples, compression] = [at(8), Math.max(1, at(12)), at(20)];
  const sampleBytes = SAMPLE_BYTES.get(pixelType);
  if (!sampleBytes) throw variant(`pixels of type ${pixelType}`);
  if (samples !== 1 && samples !== 3) throw variant(`${samples} samples a pixel`);
  if (!(compression in COMPRESSION_WORDS)) throw variant(`compression ${compression}`);
  if (sampleBytes === 2 && compression !== RAW && compression !== JPEG_2000) throw variant('16 bits a sample in JPEG');
  const [tileWidth, tileHeight] = [at(28), at(32)];
  checkLevel({ width: 1, height: 1, tileWidth, tileHeight });
  // Behind 17 hints and the colour of the background.
  const [blueFirst, hasLevels] = [at(148) === 1, at(152) !== 0];
  const record = 4 + 4 * dimensions + 8 + 4 + 4;
  checkMemory(count * (record + TILE_BYTES));
  const bytes = await source.read(tilesAt, count * record);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const planes = new Map<string, number>();
  const placed: { column: number; row: number; index: number; plane: string; tile: StoredTile }[] = [];
  for (let i = 0; i < count; i++) {
    const start = i * record + 4;
    const place = Array.from({ length: dimensions }, (_, axis) => view.getInt32(start + 4 * axis, true));
    const [column = 0, row = 0, ...others] = place;
    const index = hasLevels ? (others.pop() ?? 0) : 0;
    if (!(column >= 0 && row >= 0 && column < MOST_TILES && row < MOST_TILES && index >= 0 && index < 32)) {
      throw new AppError('image-broken', `an Olympus tile at ${place.join(', ')}`);
    }
    const after = start + 4 * dimensions;
    const tile = { offset: Number(view.getBigInt64(after, true)), bytes: view.getInt32(after + 8, true) };
    const plane = others.join();
    planes.set(plane, (planes.get(plane) ?? 0) + tile.bytes);
    placed.push({ column, row, index, plane, tile });
  }
  // What is sharp takes more bytes than what is blurred or blank.
  const most = Array.from(planes.values()).reduce((a, b) => Math.max(a, b), 0);
  const [chosen] = [...planes].find(([, stored]) => stored === most) ?? [''];
  const levels: { columns: number; rows: number; tiles: Map<string, StoredTile> }[] = [];
  for (const { column, row, index, plane, tile } of placed) {
    if (plane !== chosen) continue;
    levels[index] ??= { columns: 0, rows: 0, tiles: new Map() };
    const level = levels[index];
    level.columns = Math.max(level.columns, column + 1);
    level.rows = Math.max(level.rows, row + 1);
    level.tiles.set(`${column},${row}`, tile);
  }
  const found = levels.filter((level) => level !== undefined);
  if (found.length === 0) throw new AppError('image-broken', 'an Olympus image without tiles');
  return {
    source,
    compression,
    sampleBytes,
    samples,
    blueFirst,
    tileWidth,
    tileHeight,
    planes: planes.size,
    levels: found,
  };
}

async function numbersAt(source: ByteRanges, at: number, length: number, name: string): Promise<DataView> {
  const bytes = await source.readSmall(at, length);
  if (new TextDecoder().decode(bytes.subarray(0, 3)) !== name)
    throw new AppError('image-broken', `no ${name} header in an .ets file`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Tiles that are looked through for the largest sample. */
const MOST_LOOKED_AT = 64;

async function largestBits(stack: Stack): Promise<number> {
  const tiles = [...(stack.levels.at(-1)?.tiles.values() ?? [])];
  const step = Math.max(1, tiles.length / MOST_LOOKED_AT);
  let most = 0;
  for (let i = 0; i < tiles.length; i += step) {
    const decoded = await decodeTile(stack, tiles[Math.floor(i)] as StoredTile);
    if (decoded.data instanceof Uint16Array) most = Math.max(most, largestOf(decoded.data, decoded.channels));
  }
  return bitsInUse(most);
}

function toRgb(samples: Samples, { tileWidth, tileHeight }: Stack, bits: number): RgbImage {
  if (samples.width !== tileWidth || samples.height !== tileHeight) {
    throw new AppError('image-broken', `an Olympus tile of ${samples.width} x ${samples.height} pixels`);
  }
  return samplesToRgb({ ...samples, bits });
}

async function decodeTile(stack: Stack, { offset, bytes }: StoredTile): Promise<Samples> {
  const { source, compression, tileWidth: width, tileHeight: height, samples, sampleBytes } = stack;
  const whole = width * height * samples * sampleBytes;
  if (!(bytes >= 0 && bytes <= 2 * whole + 2 ** 16))
    throw new AppError('image-broken', `an Olympus tile of ${bytes} bytes`);
  checkMemory(bytes + 4 * whole);
  const packed = await source.read(offset, bytes);
  try {
    switch (compression) {
      case RAW:
        return rawTile(packed, stack, whole);
      case JPEG:
        return await jpegTile(packed);
      case JPEG_2000: {
        const { decodeDeepJpeg2000 } = await loadDecoder(() => import('../decode-jpeg2000.ts'));
        const { components, data, ...size } = await decodeDeepJpeg2000(packed);
        return { width: size.width, height: size.height, channels: components, data };
      }
      default:
        return { ...(await decodeImage(new Blob([packed]))), channels: 3 } as Samples;
    }
  } catch (thrown) {
    throw toImageError(thrown);
  }
}

async function jpegTile(stream: Uint8Array): Promise<Samples> {
  const { width, height, components } = readJpegHeader(stream);
  if (components !== 1 && components !== 3) throw variant(`JPEG of ${components} components`);
  checkMemory(mozjpegMemory(width, height, stream.length));
  return { ...(await decodeWithMozjpeg(stream)), channels: 4 };
}

function rawTile(bytes: Uint8Array<ArrayBuffer>, stack: Stack, whole: number): Samples {
  const { tileWidth: width, tileHeight: height, samples: channels, sampleBytes, blueFirst } = stack;
  if (bytes.length < whole) throw new AppError('image-broken', 'an Olympus tile that is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = width * height * channels;
  const data =
    sampleBytes === 2
      ? Uint16Array.from({ length: count }, (_, i) => view.getUint16(2 * i, true))
      : bytes.slice(0, count);
  if (blueFirst && channels === 3) {
    for (let i = 0; i < count; i += 3) [data[i], data[i + 2]] = [data[i + 2] as number, data[i] as number];
  }
  return { width, height, channels, data };
}

function variant(detail: string): AppError {
  return new AppError('slide-variant', `Olympus VSI with ${detail}`);
}
