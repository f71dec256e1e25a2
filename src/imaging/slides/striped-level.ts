import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { toImageError } from '../image-errors.ts';
import { largestOf } from '../samples-to-rgb.ts';
import { tiffSamplesToRgb } from '../tiff-colours.ts';
import { TAG } from '../tiff-directory.ts';
import { COMPRESSION, keptSamples, type TiffLayout } from '../tiff-layout.ts';
import { readTiffTile, type TiffRaster } from '../tiff-raster.ts';
import { wholeImageLevel } from './image-slide.ts';
import { checkLevel, MOST_TILE_PIXELS, type StoredLevel } from './slide-levels.ts';
import type { TiffFile, TiffTags } from './tiff-file.ts';
import { readLayoutOf, type TiffLevel } from './tiff-level.ts';

/** Bytes of decoded pixels that a run of strips is put together to, so that a row of patches needs few of them. */
const BAND_BYTES = 4 * 2 ** 20;
const WHITE = 255;

/**
 * An image in strips as a level whose tiles are as wide as it is: so many strips together as make a band, or a part of a
 * strip where it is not compressed. An image in strips too large for that is decoded whole.
 * @throws AppError image-broken, slide-variant, image-too-large
 */
export async function readStripedLevel(file: TiffFile, tags: TiffTags): Promise<TiffLevel> {
  const layout = await readLayoutOf(file, tags, false);
  const { width, height, blockHeight } = layout;
  const rows = Math.max(1, Math.floor(BAND_BYTES / (width * 3)));
  const isCut = blockHeight > rows && layout.compression === COMPRESSION.none && layout.bits >= 8;
  const bandRows = isCut ? rows : Math.max(1, Math.floor(rows / blockHeight)) * blockHeight;
  const { compression } = layout;
  const largestSample = async () => 0;
  if (width * bandRows > MOST_TILE_PIXELS) {
    return { ...(await wholeImageLevel(file.source.file)), tags, compression, largestSample };
  }
  const level: StoredLevel = { width, height, tileWidth: width, tileHeight: Math.min(bandRows, height) };
  checkLevel(level);
  const strips = new StripReader(file, tags, layout, bandRows, isCut);
  return {
    ...level,
    tags,
    compression,
    ...(layout.bits === 16 && { deep: { bitsInUse: layout.bitsInUse } }),
    decodeTile: (_, row, bits) => strips.readBand(row, bits),
    largestSample: (_, row) => strips.largestSample(row),
  };
}

class StripReader {
  readonly #file: TiffFile;
  readonly #tags: TiffTags;
  readonly #layout: TiffLayout;
  readonly #bandRows: number;
  readonly #isCut: boolean;
  readonly #stripsOfPlane: number;
  #places: Promise<{ offsets: Float64Array; byteCounts: Float64Array }> | undefined;

  constructor(file: TiffFile, tags: TiffTags, layout: TiffLayout, bandRows: number, isCut: boolean) {
    this.#file = file;
    this.#tags = tags;
    this.#layout = layout;
    this.#bandRows = bandRows;
    this.#isCut = isCut;
    this.#stripsOfPlane = Math.ceil(layout.height / layout.blockHeight);
  }

  async readBand(band: number, bits: number | undefined): Promise<RgbImage | undefined> {
    const { width } = this.#layout;
    const { top, bottom } = this.#rowsOf(band);
    const data = new Uint8Array(width * (bottom - top) * 3).fill(WHITE);
    for await (const { raster, from, to } of this.#parts(top, bottom)) {
      const { data: part } = tiffSamplesToRgb(raster, this.#layoutOf(to - from), bits);
      data.set(part, (from - top) * width * 3);
    }
    return { width, height: bottom - top, data };
  }

  async largestSample(band: number): Promise<number> {
    const { top, bottom } = this.#rowsOf(band);
    let most = 0;
    for await (const { raster } of this.#parts(top, bottom)) {
      if (raster instanceof Uint16Array) most = Math.max(most, largestOf(raster, keptSamples(this.#layout)));
    }
    return most;
  }

  #rowsOf(band: number): { top: number; bottom: number } {
    const top = band * this.#bandRows;
    return { top, bottom: Math.min(this.#layout.height, top + this.#bandRows) };
  }

  /** The rows from `top` to `bottom`, strip by strip; strips that are not stored are left out. */
  async *#parts(top: number, bottom: number): AsyncGenerator<{ raster: TiffRaster; from: number; to: number }> {
    this.#places ??= this.#readPlaces();
    const places = await this.#places;
    const { blockHeight, planar } = this.#layout;
    for (let from = top; from < bottom; ) {
      const strip = Math.floor(from / blockHeight);
      const to = Math.min(bottom, (strip + 1) * blockHeight);
      const packed: Uint8Array[] = [];
      for (let plane = 0; plane < (planar ? keptSamples(this.#layout) : 1); plane++) {
        const at = plane * this.#stripsOfPlane + strip;
        const block = { offset: places.offsets[at] as number, bytes: places.byteCounts[at] as number };
        if (block.bytes > 0) packed.push(await this.#readBlock(block, from - strip * blockHeight, to - from));
      }
      if (packed.length > 0) yield { raster: await this.#unpack(packed, to - from), from, to };
      from = to;
    }
  }

  async #unpack(packed: readonly Uint8Array[], rows: number): Promise<TiffRaster> {
    try {
      return await readTiffTile(packed, this.#layoutOf(rows), this.#file.littleEndian);
    } catch (thrown) {
      throw toImageError(thrown);
    }
  }

  /** Of some rows as an image of their own. */
  #layoutOf(rows: number): TiffLayout {
    const cut = this.#isCut && { blockHeight: rows, blockBytes: this.#rowBytes * rows };
    return { ...this.#layout, height: rows, ...cut };
  }

  get #rowBytes(): number {
    const { width, planar, samples, bits } = this.#layout;
    return Math.ceil((width * (planar ? 1 : samples) * bits) / 8);
  }

  /** The strip as it is stored, or the wanted rows of it. */
  #readBlock(
    block: { offset: number; bytes: number },
    skipped: number,
    rows: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (this.#isCut) return this.#file.source.read(block.offset + skipped * this.#rowBytes, rows * this.#rowBytes);
    const most = 2 * this.#layout.blockBytes + 2 ** 16;
    if (block.bytes > most) throw new AppError('image-broken', `a TIFF strip of ${block.bytes} bytes`);
    return this.#file.source.read(block.offset, block.bytes);
  }

  async #readPlaces(): Promise<{ offsets: Float64Array; byteCounts: Float64Array }> {
    const count = this.#stripsOfPlane * (this.#layout.planar ? this.#layout.samples : 1);
    const offsets = await this.#tags.list(TAG.stripOffsets, count);
    // One strip may go without its length.
    const byteCounts = this.#tags.has(TAG.stripByteCounts)
      ? await this.#tags.list(TAG.stripByteCounts, count)
      : new Float64Array(count).fill(this.#layout.blockBytes);
    return { offsets, byteCounts };
  }
}
