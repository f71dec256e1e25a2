import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { checkDimensions, checkMemory, MAX_MEMORY_BYTES, RGB_TWICE } from './image-limits.ts';
import { readJpegHeader, repairJpeg } from './jpeg-header.ts';
import { decodeJpegRows, JpegRows } from './jpeg-rows.ts';
import { decodeWithMozjpeg, mozjpegMemory } from './mozjpeg.ts';
import { orient } from './orientation.ts';
import { samplesToRgb } from './samples-to-rgb.ts';

/** Pixels that are decoded together of an image that is too large to be decoded at once. */
const BAND_PIXELS = 2 ** 21;

/** Decodes a JPEG file (baseline or progressive, grey or colour) with its EXIF orientation. */
export async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>): Promise<RgbImage> {
  const { width, height, components, orientation } = readJpegHeader(bytes);
  checkDimensions(width, height);
  // CMYK needs a colour profile to look right; a rough conversion would give wrong barcodes.
  if (components === 4) throw new AppError('format-variant', 'JPEG with CMYK colours');
  if (components !== 1 && components !== 3) throw new AppError('format-variant', `JPEG with ${components} components`);
  const needed = mozjpegMemory(width, height, bytes.length) + width * height * RGB_TWICE;
  if (needed > MAX_MEMORY_BYTES) return orient(await decodeInBands(bytes, needed), orientation);
  const pixels = await decodeWithMozjpeg(bytes);
  return orient(samplesToRgb({ ...pixels, channels: 4 }), orientation);
}

/** @param needed Bytes that decoding at once would take, which a stream that cannot be cut needs. */
async function decodeInBands(bytes: Uint8Array<ArrayBuffer>, needed: number): Promise<RgbImage> {
  const jpeg = JpegRows.open(repairJpeg(bytes));
  if (!jpeg) throw new AppError('image-too-large', `${Math.ceil(needed / 2 ** 20)} MiB to read a progressive JPEG`);
  const { width, height, rowHeight } = jpeg;
  const rows = Math.max(1, Math.floor(BAND_PIXELS / (width * rowHeight)));
  const bandPixels = width * (rows + 2) * rowHeight;
  checkMemory(width * height * RGB_TWICE + mozjpegMemory(width, (rows + 2) * rowHeight, bandPixels) + 2 * bytes.length);
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < jpeg.rows; row += rows) {
    const band = await decodeJpegRows(jpeg, row, Math.min(jpeg.rows, row + rows));
    data.set(samplesToRgb({ ...band, width, channels: 4 }).data, row * rowHeight * width * 3);
  }
  return { width, height, data };
}
