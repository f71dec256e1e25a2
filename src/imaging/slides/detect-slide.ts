import { AppError } from '../../base/errors.ts';
import { detectFormat, SIGNATURE_BYTES } from '../detect-format.ts';
import { TAG } from '../tiff-directory.ts';
import { ByteRanges } from './byte-ranges.ts';
import { isDicom, readDicomIdentity } from './dicom-header.ts';
import { isWholeSlide } from './dicom-slide.ts';
import { isTiled } from './tiff-contents.ts';
import { TiffFile } from './tiff-file.ts';
import { makerOf } from './tiff-maker.ts';
import { openTiffSlide } from './tiff-slide.ts';

/** What a file is, by its first bytes and its directories. */
export interface DetectedFile {
  readonly kind: 'slide' | 'image' | 'not-an-image';
  /** Of a DICOM instance: the files of one series are one slide. */
  readonly seriesInstanceUid?: string;
}

/** A tiled TIFF file without smaller levels is a slide when a side has more pixels than this, and an image otherwise. */
const LARGE_SIDE = 4096;

/**
 * Tells slides from images by a few small reads, and says nothing of whether they can be read: what looks like a slide
 * but is damaged is a slide, and opening it says what is wrong.
 * @throws AppError file-unreadable
 */
export async function detectSlide(file: Blob): Promise<DetectedFile> {
  const source = new ByteRanges(file);
  const format = detectFormat(await source.readSmall(0, Math.min(SIGNATURE_BYTES, source.size)));
  if (format === 'tiff' || format === 'bigtiff') return { kind: (await isTiffSlide(source)) ? 'slide' : 'image' };
  if (format) return { kind: 'image' };
  return (await isDicom(source)) ? detectDicom(source) : { kind: 'not-an-image' };
}

/** Other DICOM images than those of slides are not read. Where the header is damaged, opening the slide says so. */
async function detectDicom(source: ByteRanges): Promise<DetectedFile> {
  try {
    const identity = await readDicomIdentity(source);
    const { seriesInstanceUid } = identity;
    if (!isWholeSlide(identity)) return { kind: 'not-an-image' };
    return { kind: 'slide', ...(seriesInstanceUid && { seriesInstanceUid }) };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'file-unreadable') return { kind: 'slide' };
    throw thrown;
  }
}

async function isTiffSlide(source: ByteRanges): Promise<boolean> {
  try {
    const first = await (await TiffFile.open(source)).firstDirectory();
    const maker = await makerOf(first);
    if (maker === 'ndpi') return true;
    if (!isTiled(first)) return false;
    if (maker) return true;
    const sides = [await first.number(TAG.imageWidth), await first.number(TAG.imageLength)];
    if (sides.some((side) => side !== undefined && side > LARGE_SIDE)) return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'image-broken') return false;
    throw thrown;
  }
  return hasLevels(source);
}

/** Directories beyond the first that are damaged are taken for levels: an image would not have them. */
async function hasLevels(source: ByteRanges): Promise<boolean> {
  try {
    return (await openTiffSlide(source)).info.levels.length > 1;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'image-broken') return true;
    if (thrown instanceof AppError && thrown.code === 'slide-variant') return false;
    throw thrown;
  }
}
