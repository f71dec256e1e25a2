import { GeoTIFFImage, ImageFileDirectory } from 'geotiff';
import { AppError } from '../base/errors.ts';
import { unpackBlock } from './tiff-codecs.ts';
import { TAG, type TiffDirectory } from './tiff-directory.ts';
import { blockLists, isTiled, keptSamples, missingTiles, type TiffLayout } from './tiff-layout.ts';

/** Samples as they are stored, `keptSamples` a pixel, interleaved, row by row. */
export type TiffRaster = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/**
 * Reads strips or tiles one after another, so that only one lies in memory beside the image. Tiles that are missing stay 0.
 * @throws AppError image-broken; RangeError when memory runs out
 */
export async function readTiffRaster(
  bytes: Uint8Array<ArrayBuffer>,
  directory: TiffDirectory,
  layout: TiffLayout,
): Promise<TiffRaster> {
  const image = openImage(bytes, directory, layout);
  const { width, height, blockWidth, blockHeight, bits, planar } = layout;
  const size = width * height * keptSamples(layout);
  const raster = bits === 16 ? new Uint16Array(size) : new Uint8Array(size);
  const isMissing = new Set(missingTiles(directory, layout).map(({ x, y }) => `${x}, ${y}`));
  for (let y = 0; y * blockHeight < height; y++) {
    const rows = isTiled(directory) ? blockHeight : Math.min(blockHeight, height - y * blockHeight);
    const decoder = { decode: (packed: ArrayBufferLike) => unpack(new Uint8Array(packed), layout, rows) };
    for (let x = 0; x * blockWidth < width; x++) {
      if (isMissing.has(`${x}, ${y}`)) continue;
      for (let plane = 0; plane < (planar ? keptSamples(layout) : 1); plane++) {
        const { data } = await image.getTileOrStrip(x, y, plane, decoder);
        const block = toNumbers(data, layout, directory.littleEndian);
        if (layout.predicted) undoPrediction(block, layout);
        copyBlock(block, { x, y, plane }, raster, layout);
      }
    }
  }
  return raster;
}

/**
 * The samples of a single tile of 8 or 16 bits.
 * @param layout Of the tile alone: its image is one block.
 * @param planes One compressed block, or one for each sample kept where they lie apart.
 * @param rows Of the tile, as far as it lies on the image: some writers store no others. The rest stay 0.
 * @throws AppError image-broken, format-variant, decoder-unreachable; whatever a codec throws
 */
export async function readTiffTile(
  planes: readonly Uint8Array[],
  layout: TiffLayout,
  littleEndian: boolean,
  rows = layout.height,
): Promise<TiffRaster> {
  const size = layout.width * layout.height * keptSamples(layout);
  const raster = layout.bits === 16 ? new Uint16Array(size) : new Uint8Array(size);
  for (const [plane, packed] of planes.entries()) {
    const block = toNumbers(await unpack(packed, layout, rows), layout, littleEndian);
    if (layout.predicted) undoPrediction(block, layout);
    copyBlock(block, { x: 0, y: 0, plane }, raster, { ...layout, height: rows });
  }
  return raster;
}

/** geotiff on a directory that was read and checked before. */
function openImage(bytes: Uint8Array<ArrayBuffer>, directory: TiffDirectory, layout: TiffLayout) {
  const { values, littleEndian } = directory;
  const fields = new Map<number, number | number[]>();
  for (const [tag, list] of values) if (!BLOCK_TAGS.has(tag)) fields.set(tag, list[0] ?? 0);
  const { offsets, byteCounts } = blockLists(directory);
  const tiled = isTiled(directory);
  fields.set(tiled ? TAG.tileOffsets : TAG.stripOffsets, [...offsets]);
  fields.set(tiled ? TAG.tileByteCounts : TAG.stripByteCounts, [...byteCounts]);
  fields.set(TAG.bitsPerSample, new Array<number>(layout.samples).fill(layout.bits));
  // What was checked to be 1 throughout; geotiff would expect an array.
  fields.delete(TAG.sampleFormat);
  const source = {
    fetch: async (slices: { offset: number; length: number }[]) =>
      slices.map(({ offset, length }) => bytes.slice(offset, offset + length).buffer),
    fetchSlice: () => Promise.reject(new TypeError('only whole blocks are read')),
    fileSize: bytes.length,
    close: () => Promise.resolve(),
  };
  return new GeoTIFFImage(new ImageFileDirectory(fields, new Map(), new Map(), 0), littleEndian, false, source);
}

/** Tags of the places of blocks, which are arrays whatever their count. */
const BLOCK_TAGS: ReadonlySet<number> = new Set([
  TAG.stripOffsets,
  TAG.stripByteCounts,
  TAG.tileOffsets,
  TAG.tileByteCounts,
]);

async function unpack(packed: Uint8Array, layout: TiffLayout, rows: number): Promise<ArrayBufferLike> {
  const block = await unpackBlock(packed, layout, rows);
  return block.byteLength === block.buffer.byteLength ? block.buffer : block.slice().buffer;
}

/** A block's samples as they are stored; geotiff has spread samples of less than a byte to one byte each already. */
function toNumbers(block: ArrayBufferLike, { bits }: TiffLayout, littleEndian: boolean): Uint8Array | Uint16Array {
  if (bits !== 16) return new Uint8Array(block);
  const view = new DataView(block);
  return Uint16Array.from({ length: block.byteLength >> 1 }, (_, i) => view.getUint16(i * 2, littleEndian));
}

/** Horizontal differencing (TIFF 6.0, section 14): each sample was replaced by its difference to the pixel on the left. */
function undoPrediction(block: Uint8Array | Uint16Array, layout: TiffLayout): void {
  const stride = layout.planar ? 1 : layout.samples;
  const rowLength = layout.blockWidth * stride;
  for (let row = 0; row + rowLength <= block.length; row += rowLength) {
    for (let i = row + stride; i < row + rowLength; i++)
      block[i] = (block[i] as number) + (block[i - stride] as number);
  }
}

interface BlockPosition {
  readonly x: number;
  readonly y: number;
  readonly plane: number;
}

function copyBlock(block: Uint8Array | Uint16Array, at: BlockPosition, raster: TiffRaster, layout: TiffLayout): void {
  const { width, height, blockWidth, blockHeight, planar, samples } = layout;
  const kept = keptSamples(layout);
  const stride = planar ? 1 : samples;
  const left = at.x * blockWidth;
  const top = at.y * blockHeight;
  const columns = Math.min(blockWidth, width - left);
  const rows = Math.min(blockHeight, height - top);
  if (block.length < ((rows - 1) * blockWidth + columns) * stride) {
    throw new AppError('image-broken', `TIFF block ${at.x}, ${at.y} is cut off`);
  }
  for (let row = 0; row < rows; row++) {
    let from = row * blockWidth * stride;
    let to = ((top + row) * width + left) * kept + at.plane;
    for (let column = 0; column < columns; column++, from += stride, to += kept) {
      for (let sample = 0; sample < (planar ? 1 : kept); sample++) raster[to + sample] = block[from + sample] as number;
    }
  }
}
