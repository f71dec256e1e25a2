import { AppError } from '../../base/errors.ts';
import type { SlideFormat } from '../../base/slide.ts';
import { TAG } from '../tiff-directory.ts';
import type { TiffFile, TiffTags } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/** What the directories of a slide hold. */
export interface TiffContents {
  readonly format: SlideFormat;
  readonly micronsPerPixel: number | undefined;
  /** The slide at its resolutions, and other tiled images that are told from it by their shape. */
  readonly images: readonly TiffLevel[];
  /** Images that are no levels: 'label', 'macro', 'thumbnail', 'other'. */
  readonly passedOver: readonly string[];
}

export type TiffDirectories = readonly [TiffTags, ...TiffTags[]];

/** Resolutions below 1,000 pixels a centimetre are a printer's or a screen's, filled in for want of the true one. */
const MOST_MICRONS_PER_PIXEL = 10;

/** The value where it can be that of a slide. */
export function asMicronsPerPixel(value: number): number | undefined {
  return value > 0 && value <= MOST_MICRONS_PER_PIXEL ? value : undefined;
}

export function isTiled(tags: TiffTags): boolean {
  return tags.has(TAG.tileWidth) && tags.has(TAG.tileLength);
}

/**
 * Reads tiled directories as levels. The first one is the slide; of the others, those that cannot be read are passed over.
 * @throws AppError image-broken, slide-variant
 */
export async function readTiledImages(
  file: TiffFile,
  [first, ...others]: readonly TiffTags[],
): Promise<Pick<TiffContents, 'images' | 'passedOver'>> {
  if (!first) throw new AppError('slide-variant', 'TIFF without a tiled image');
  const images = [await readTiffLevel(file, first)];
  for (const tags of others) {
    try {
      images.push(await readTiffLevel(file, tags));
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'slide-variant') throw thrown;
    }
  }
  return { images, passedOver: new Array<string>(others.length + 1 - images.length).fill('other') };
}

/** What a name or description says of an image that is no level. */
export function associatedName(text: string): 'label' | 'macro' | 'thumbnail' | 'other' {
  if (/label/i.test(text)) return 'label';
  if (/macro|overview/i.test(text)) return 'macro';
  return /thumb/i.test(text) ? 'thumbnail' : 'other';
}
