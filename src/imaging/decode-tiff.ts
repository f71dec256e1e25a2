import type { RgbImage } from '../base/rgb-image.ts';
import { orient } from './orientation.ts';
import { tiffSamplesToRgb } from './tiff-colours.ts';
import { readTiffDirectory } from './tiff-directory.ts';
import { readTiffLayout } from './tiff-layout.ts';
import { readTiffRaster } from './tiff-raster.ts';

/**
 * Decodes the first image of a TIFF or BigTIFF file with its Orientation: strips or tiles, uncompressed, PackBits, LZW,
 * Deflate or JPEG; grey and palette of 1 to 16 bits, RGB of 8 or 16, YCbCr, with or without alpha, in one plane or several.
 */
export async function decodeTiff(bytes: Uint8Array<ArrayBuffer>): Promise<RgbImage> {
  const directory = readTiffDirectory(bytes);
  const layout = readTiffLayout(directory, bytes.length);
  const raster = await readTiffRaster(bytes, directory, layout);
  return orient(tiffSamplesToRgb(raster, layout), layout.orientation);
}
