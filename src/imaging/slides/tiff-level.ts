import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { toImageError } from '../image-errors.ts';
import { largestOf } from '../samples-to-rgb.ts';
import { tiffSamplesToRgb } from '../tiff-colours.ts';
import { TAG, type Tag } from '../tiff-directory.ts';
import { COMPRESSION, keptSamples, PHOTOMETRIC, readPixelLayout, type TiffLayout } from '../tiff-layout.ts';
import { readTiffTile, type TiffRaster } from '../tiff-raster.ts';
import { checkLevel, type StoredLevel } from './slide-levels.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';

/** Lists as long as a level has tiles; they are read when its first tile is asked for. */
const TILE_LISTS: ReadonlySet<Tag> = new Set([
  TAG.tileOffsets,
  TAG.tileByteCounts,
  TAG.stripOffsets,
  TAG.stripByteCounts,
]);

/** One tiled image of a TIFF file. */
export interface TiffLevel extends StoredLevel {
  readonly tags: TiffTags;
  readonly compression: number;
  /** Of samples of more than 8 bits, how many are in use: by a tag, or not told. Absent for 8 bits. */
  readonly deep?: { readonly bitsInUse: number | undefined };
  /** The tile, or undefined where the file stores none. `bits`: how many of samples of more than 8 are in use. */
  decodeTile(column: number, row: number, bits?: number): Promise<RgbImage | undefined>;
  /** The largest sample of a tile of more than 8 bits a sample. */
  largestSample(column: number, row: number): Promise<number>;
}

export interface TiffLevelOptions {
  /** Aperio says by the compression which colours a JPEG 2000 stream holds, whatever the photometric tag says. */
  readonly aperio?: boolean;
  /** The true size, where the declared one is padded to whole tiles. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** @throws AppError image-broken, slide-variant */
export async function readTiffLevel(
  file: TiffFile,
  tags: TiffTags,
  { aperio = false, size }: TiffLevelOptions = {},
): Promise<TiffLevel> {
  const layout = await readTileLayout(file, tags, aperio);
  const level: StoredLevel = {
    width: size?.width ?? (await tags.number(TAG.imageWidth)) ?? 0,
    height: size?.height ?? (await tags.number(TAG.imageLength)) ?? 0,
    tileWidth: layout.blockWidth,
    tileHeight: layout.blockHeight,
  };
  checkLevel(level);
  const tiles = new TileReader(file, tags, layout, level);
  return {
    ...level,
    tags,
    compression: layout.compression,
    ...(layout.bits === 16 && { deep: { bitsInUse: layout.bitsInUse } }),
    decodeTile: (column, row, bits) => tiles.decodeTile(column, row, bits),
    largestSample: (column, row) => tiles.largestSample(column, row),
  };
}

/** The layout of a tile as an image of its own. */
async function readTileLayout(file: TiffFile, tags: TiffTags, aperio: boolean): Promise<TiffLayout> {
  const layout = await readLayoutOf(file, tags, aperio);
  return { ...layout, width: layout.blockWidth, height: layout.blockHeight };
}

/** The layout of a directory's image. @throws AppError image-broken, slide-variant */
export async function readLayoutOf(file: TiffFile, tags: TiffTags, aperio: boolean): Promise<TiffLayout> {
  const values = new Map<Tag, readonly number[]>();
  for (const tag of Object.values(TAG))
    if (!TILE_LISTS.has(tag) && tags.has(tag)) values.set(tag, await tags.numbers(tag));
  const compression = values.get(TAG.compression)?.[0];
  if (aperio && compression === COMPRESSION.aperioJpeg2000Ycbcr) values.set(TAG.photometric, [PHOTOMETRIC.ycbcr]);
  if (aperio && compression === COMPRESSION.aperioJpeg2000Rgb) values.set(TAG.photometric, [PHOTOMETRIC.rgb]);
  const description = compression === COMPRESSION.lossyJpeg2000 ? await tags.text(SLIDE_TAG.imageDescription) : '';
  const hasSoftware = tags.has(SLIDE_TAG.software);
  const layout = readLayout({ littleEndian: file.littleEndian, bigTiff: false, values, description, hasSoftware });
  if (layout.bits !== 8 && layout.bits !== 16) throw new AppError('slide-variant', `${layout.bits} bits a sample`);
  if (layout.orientation !== 1) throw new AppError('slide-variant', `orientation ${layout.orientation}`);
  return layout;
}

function readLayout(directory: Parameters<typeof readPixelLayout>[0]): TiffLayout {
  try {
    return readPixelLayout(directory);
  } catch (thrown) {
    const error = toImageError(thrown);
    throw error.code === 'format-variant' ? new AppError('slide-variant', error.detail) : error;
  }
}

interface TilePlaces {
  readonly offsets: Float64Array;
  readonly byteCounts: Float64Array;
}

/** Reads and decompresses single tiles. */
class TileReader {
  readonly #file: TiffFile;
  readonly #tags: TiffTags;
  readonly #layout: TiffLayout;
  readonly #columns: number;
  readonly #tilesOfPlane: number;
  /** Of the level. */
  readonly #height: number;
  #places: Promise<TilePlaces> | undefined;

  constructor(
    file: TiffFile,
    tags: TiffTags,
    layout: TiffLayout,
    { width, height, tileWidth, tileHeight }: StoredLevel,
  ) {
    this.#file = file;
    this.#tags = tags;
    this.#layout = layout;
    this.#height = height;
    this.#columns = Math.ceil(width / tileWidth);
    this.#tilesOfPlane = this.#columns * Math.ceil(height / tileHeight);
  }

  async decodeTile(column: number, row: number, bits: number | undefined): Promise<RgbImage | undefined> {
    const raster = await this.#readRaster(column, row);
    return raster && tiffSamplesToRgb(raster, this.#layout, bits);
  }

  async largestSample(column: number, row: number): Promise<number> {
    const raster = await this.#readRaster(column, row);
    return raster instanceof Uint16Array ? largestOf(raster, keptSamples(this.#layout)) : 0;
  }

  async #readRaster(column: number, row: number): Promise<TiffRaster | undefined> {
    this.#places ??= this.#readPlaces();
    const places = await this.#places;
    const first = row * this.#columns + column;
    const planes = Array.from({ length: this.#layout.planar ? keptSamples(this.#layout) : 1 }, (_, plane) => {
      const tile = first + plane * this.#tilesOfPlane;
      return { offset: places.offsets[tile] as number, bytes: places.byteCounts[tile] as number };
    });
    if (planes.every(({ bytes }) => bytes === 0)) return undefined;
    const packed = await Promise.all(planes.map((plane) => this.#readBlock(plane)));
    const rows = Math.min(this.#layout.height, this.#height - row * this.#layout.height);
    try {
      return await readTiffTile(packed, this.#layout, this.#file.littleEndian, rows);
    } catch (thrown) {
      throw toImageError(thrown);
    }
  }

  #readBlock({ offset, bytes }: { offset: number; bytes: number }): Promise<Uint8Array<ArrayBuffer>> {
    // Compression may enlarge noise a little, and adds tables.
    const most = 2 * this.#layout.blockBytes + 2 ** 16;
    if (bytes > most) throw new AppError('image-broken', `a TIFF tile of ${bytes} bytes`);
    return this.#file.source.read(offset, bytes);
  }

  async #readPlaces(): Promise<TilePlaces> {
    const count = this.#tilesOfPlane * (this.#layout.planar ? this.#layout.samples : 1);
    return {
      offsets: await this.#list(TAG.tileOffsets, TAG.stripOffsets, count),
      byteCounts: await this.#list(TAG.tileByteCounts, TAG.stripByteCounts, count),
    };
  }

  /** Some writers put the places of tiles under the tags of strips. */
  #list(tag: Tag, otherTag: Tag, count: number): Promise<Float64Array> {
    return this.#tags.list(this.#tags.has(tag) ? tag : otherTag, count);
  }
}
