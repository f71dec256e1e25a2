import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { checkDimensions, checkMemory, RGB_TWICE } from './image-limits.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { decodeWithMozjpeg, mozjpegMemory } from './mozjpeg.ts';
import { orient } from './orientation.ts';
import { samplesToRgb } from './samples-to-rgb.ts';

/** Decodes a JPEG file (baseline or progressive, grey or colour) with its EXIF orientation. */
export async function decodeJpeg(bytes: Uint8Array<ArrayBuffer>): Promise<RgbImage> {
  const { width, height, components, orientation } = readJpegHeader(bytes);
  checkDimensions(width, height);
  checkMemory(mozjpegMemory(width, height, bytes.length) + width * height * RGB_TWICE);
  // CMYK needs a colour profile to look right; a rough conversion would give wrong barcodes.
  if (components !== 1 && components !== 3) throw new AppError('format-variant', `JPEG with ${components} components`);
  const pixels = await decodeWithMozjpeg(bytes);
  return orient(samplesToRgb({ ...pixels, channels: 4 }), orientation);
}
