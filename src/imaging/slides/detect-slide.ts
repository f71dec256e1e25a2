import { AppError } from '../../base/errors.ts';
import { detectFormat, SIGNATURE_BYTES } from '../detect-format.ts';
import { readImageSize } from '../image-size.ts';
import { loadDecoder } from '../load-decoder.ts';
import { choosePage } from '../tiff-pages.ts';
import { ByteRanges } from './byte-ranges.ts';
import { isDicom, readDicomIdentity } from './dicom-header.ts';
import { isWholeSlide, kindOfDicom } from './dicom-slide.ts';
import { isFolderFile } from './folder-file.ts';
import { isCzi } from './signatures.ts';
import { isTiled, pageFactsOf } from './tiff-contents.ts';
import { TiffFile, type TiffTags } from './tiff-file.ts';
import { makerOf } from './tiff-maker.ts';
import { openTiffSlide } from './tiff-slide.ts';

/** What a file is, by its first bytes and its directories. */
export type DetectedFile =
  | { readonly kind: 'slide'; readonly dicom?: DicomInstance }
  /** A large image that has no levels: it can be cut as a slide, or read as one patch. */
  | { readonly kind: 'large-image' }
  /** `pages`: images of one size in the file, of which the first is read; absent for one. */
  | { readonly kind: 'image'; readonly pages?: number }
  /** `what`: a word for a person, where one is known: "CT image". */
  | { readonly kind: 'not-an-image'; readonly what?: string };

/** The files of one series are one slide; an instance may have been copied. Either is empty where the file does not say. */
export interface DicomInstance {
  readonly series: string;
  readonly instance: string;
}

/** An image with more pixels on a side than this is worth cutting: as one patch, little would be left of it. */
const LARGE_SIDE = 4096;

/**
 * Tells slides from images by a few small reads, and says nothing of whether they can be read: what looks like a slide
 * but is damaged is a slide, and opening it says what is wrong.
 * @throws AppError file-unreadable
 */
export async function detectSlide(file: Blob): Promise<DetectedFile> {
  const source = new ByteRanges(file);
  if (await isFolderFile(source)) return detectZarr(source);
  const format = detectFormat(await source.readSmall(0, Math.min(SIGNATURE_BYTES, source.size)));
  // Before the image formats: the bytes in front of a DICOM file's own signature may be those of a TIFF file.
  if (await isDicom(source)) return detectDicom(source);
  if (format === 'tiff' || format === 'bigtiff') return detectTiff(source);
  if (await isCzi(source)) return { kind: 'slide' };
  if (!format) return { kind: 'not-an-image' };
  const size = await readImageSize(file);
  return { kind: size && isLarge(size) ? 'large-image' : 'image' };
}

function isLarge({ width, height }: { readonly width: number; readonly height: number }): boolean {
  return Math.max(width, height) > LARGE_SIDE;
}

/** Where its descriptions are damaged, opening the slide says so. */
async function detectZarr(source: ByteRanges): Promise<DetectedFile> {
  const { kindOfZarr } = await loadDecoder(() => import('./zarr-attributes.ts'));
  try {
    const kind = await kindOfZarr(source);
    return kind.kind === 'slide' ? kind : { kind: 'not-an-image', what: kind.what };
  } catch (thrown) {
    if (isDamage(thrown)) return { kind: 'slide' };
    throw thrown;
  }
}

/** Other DICOM images than those of slides are not read. Where the header is damaged, opening the slide says so. */
async function detectDicom(source: ByteRanges): Promise<DetectedFile> {
  try {
    const identity = await readDicomIdentity(source);
    if (!isWholeSlide(identity)) return { kind: 'not-an-image', what: kindOfDicom(identity) };
    const { seriesInstanceUid, sopInstanceUid } = identity;
    return { kind: 'slide', dicom: { series: seriesInstanceUid, instance: sopInstanceUid } };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code !== 'file-unreadable') return { kind: 'slide' };
    throw thrown;
  }
}

/** Judges a file by all its directories: the first may be a label, or a preview. */
async function detectTiff(source: ByteRanges): Promise<DetectedFile> {
  let directories: readonly [TiffTags, ...TiffTags[]];
  let first: TiffTags | undefined;
  try {
    const file = await TiffFile.open(source);
    first = await file.firstDirectory();
    directories = await file.directories();
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    // Further directories that are damaged are taken for levels: an image would not have them.
    return { kind: first && isTiled(first) ? 'slide' : 'image' };
  }
  try {
    return await detectPages(source, directories);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    return { kind: isTiled(directories[0]) ? 'slide' : 'image' };
  }
}

async function detectPages(source: ByteRanges, directories: readonly [TiffTags, ...TiffTags[]]): Promise<DetectedFile> {
  const maker = await makerOf(directories);
  const pages = await Promise.all(directories.map(pageFactsOf));
  const chosen = choosePage(pages);
  const page = chosen && pages[chosen.index];
  if (maker === 'ndpi') return { kind: 'slide' };
  // Nothing but a label: as a slide it is named, and refused.
  if (!page) return { kind: 'slide' };
  const isBesideOthers = page.isTiled && chosen.index > 0;
  if (page.isTiled && (maker || isLarge(page) || isBesideOthers || (await hasLevels(source)))) return { kind: 'slide' };
  if (isLarge(page)) return { kind: 'large-image' };
  return { kind: 'image', ...(chosen.alike.length > 1 && { pages: chosen.alike.length }) };
}

async function hasLevels(source: ByteRanges): Promise<boolean> {
  try {
    return (await openTiffSlide(source)).info.levels.length > 1;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'image-broken') return true;
    if (thrown instanceof AppError && thrown.code === 'slide-variant') return false;
    throw thrown;
  }
}

function isDamage(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'image-broken';
}
