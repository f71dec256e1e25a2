import { AppError } from '../../base/errors.ts';
import type { Resolution } from '../../base/slide.ts';
import { TAG } from '../tiff-directory.ts';
import { associatedName } from '../tiff-pages.ts';
import { parseDecimal, recordedResolution } from './microns.ts';
import { isTiled, type TiffContents, type TiffDirectories } from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/**
 * Each tiled directory is half as large as the one before it. Its declared size is padded to whole tiles, so the true
 * size follows from the first.
 * @throws AppError slide-variant: levels of other sizes; image-broken
 */
export async function readPhilips(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const images: TiffLevel[] = [];
  const passedOver: string[] = [];
  for (const tags of directories) {
    if (!isTiled(tags)) {
      passedOver.push(associatedName((await tags.text(SLIDE_TAG.imageDescription)).slice(0, 80)) ?? 'other');
      continue;
    }
    const [finest] = images;
    const factor = 2 ** images.length;
    const size = finest && { width: Math.floor(finest.width / factor), height: Math.floor(finest.height / factor) };
    const level = await readTiffLevel(file, tags, size && { size });
    const declared = { width: await tags.number(TAG.imageWidth), height: await tags.number(TAG.imageLength) };
    const padded = (side: number, tile: number) => Math.ceil(side / tile) * tile;
    const { width, height, tileWidth, tileHeight } = level;
    if (finest && (padded(width, tileWidth) !== declared.width || padded(height, tileHeight) !== declared.height)) {
      throw new AppError('slide-variant', `Philips TIFF with a level of ${declared.width} x ${declared.height} pixels`);
    }
    images.push(level);
  }
  return {
    format: 'philips',
    resolution: resolutionOf(await directories[0].text(SLIDE_TAG.imageDescription)),
    images,
    passedOver,
  };
}

/**
 * DICOM_PIXEL_SPACING: millimetres down and across, each in quotation marks of whatever spelling; the first one is level
 * 0's. The XML may hold label and macro as megabytes of base64, and is not parsed for two numbers.
 */
function resolutionOf(xml: string): Resolution {
  const [, text = ''] = /["']DICOM_PIXEL_SPACING["'][^>]*>([^<]{0,200})/.exec(xml) ?? [];
  const numbers = text
    .replace(/&#?\w+;|["']/g, ' ')
    .trim()
    .split(/\s+/);
  const [down, across] = numbers.map((number) => parseDecimal(number) * 1000);
  return recordedResolution(across, down);
}
