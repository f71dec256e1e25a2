import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import type { DecodedImage } from './decoded-image.ts';
import { orient } from './orientation.ts';
import { bitsInUse, largestOf } from './samples-to-rgb.ts';
import { tiffSamplesToRgb } from './tiff-colours.ts';
import { pageFactsOf, readTiffDirectories, type TiffDirectory } from './tiff-directory.ts';
import { keptSamples, missingTiles, PHOTOMETRIC, readTiffLayout, type TiffLayout } from './tiff-layout.ts';
import { choosePage } from './tiff-pages.ts';
import { readTiffRaster } from './tiff-raster.ts';

/**
 * Decodes the image of a TIFF or BigTIFF file with its Orientation (`choosePage` tells which it is): strips or tiles,
 * uncompressed, PackBits, LZW, Deflate or JPEG; grey and palette of 1 to 16 bits, RGB of 8 or 16, YCbCr, with or without
 * alpha, in one plane or several.
 */
export async function decodeTiff(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage> {
  const directory = imageOf(readTiffDirectories(bytes));
  const layout = readTiffLayout(directory, bytes.length);
  const raster = await readTiffRaster(bytes, directory, layout);
  const { bitsInUse: tagged, photometric } = layout;
  // A palette's indices are no brightness.
  const isByRange = raster instanceof Uint16Array && tagged === undefined && photometric !== PHOTOMETRIC.palette;
  const bits = isByRange ? bitsInUse(largestOf(raster, keptSamples(layout))) : tagged;
  const stored = tiffSamplesToRgb(raster, layout, bits);
  paintMissingTiles(stored, directory, layout);
  const image = orient(stored, layout.orientation);
  return isByRange && bits !== undefined && bits < 16 ? { ...image, bitsByRange: bits } : image;
}

/** White, as other slide software has them. */
function paintMissingTiles({ width, height, data }: RgbImage, directory: TiffDirectory, layout: TiffLayout): void {
  const { blockWidth, blockHeight } = layout;
  for (const { x, y } of missingTiles(directory, layout)) {
    const left = x * blockWidth;
    const right = Math.min(width, left + blockWidth);
    const bottom = Math.min(height, (y + 1) * blockHeight);
    for (let row = y * blockHeight; row < bottom; row++)
      data.fill(255, (row * width + left) * 3, (row * width + right) * 3);
  }
}

function imageOf(directories: readonly [TiffDirectory, ...TiffDirectory[]]): TiffDirectory {
  const chosen = choosePage(directories.map(pageFactsOf));
  const directory = chosen && directories[chosen.index];
  if (!directory) throw new AppError('format-variant', 'TIFF that holds a label, macro or thumbnail and no tissue');
  return directory;
}
