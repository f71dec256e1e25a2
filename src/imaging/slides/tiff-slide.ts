import { AppError } from '../../base/errors.ts';
import type { SlideFormat, SlideInfo } from '../../base/slide.ts';
import { TAG } from '../tiff-directory.ts';
import { COMPRESSION } from '../tiff-layout.ts';
import type { ByteRanges } from './byte-ranges.ts';
import type { OpenSlide } from './open-slide.ts';
import { isReduced, orderLevels, toSlideLevels } from './slide-levels.ts';
import { SLIDE_TAG, TiffFile, type TiffTags } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';
import { makerOf } from './tiff-maker.ts';

/** What the directories of a TIFF file hold, before a level is read. */
export interface TiffContents {
  readonly file: TiffFile;
  readonly format: SlideFormat;
  readonly micronsPerPixel: number | undefined;
  /** Those that may be levels; the first one is. */
  readonly candidates: readonly [TiffTags, ...TiffTags[]];
  readonly passedOver: readonly string[];
}

/** Resolutions below 1,000 pixels a centimetre are those of a printer or a screen, which writers fill in for want of one. */
const MOST_MICRONS_PER_PIXEL = 10;

const COMPRESSION_WORDS: Readonly<Record<number, string>> = {
  [COMPRESSION.none]: 'none',
  [COMPRESSION.lzw]: 'LZW',
  [COMPRESSION.jpeg]: 'JPEG',
  [COMPRESSION.deflate]: 'Deflate',
  [COMPRESSION.oldDeflate]: 'Deflate',
  [COMPRESSION.packBits]: 'PackBits',
  [COMPRESSION.aperioJpeg2000Ycbcr]: 'JPEG 2000',
  [COMPRESSION.aperioJpeg2000Rgb]: 'JPEG 2000',
  [COMPRESSION.jpeg2000]: 'JPEG 2000',
  [COMPRESSION.webp]: 'WebP',
};

/**
 * Opens a tiled TIFF or BigTIFF file.
 * @throws AppError image-broken, slide-variant, file-unreadable
 */
export async function openTiffSlide(source: ByteRanges): Promise<OpenSlide> {
  const { format, micronsPerPixel, candidates, passedOver, file } = await readTiffContents(source);
  const { stored, others } = await readLevels(file, candidates, format === 'aperio');
  const levels = orderLevels(stored);
  const info: SlideInfo = {
    format,
    levels: toSlideLevels(levels),
    micronsPerPixel,
    compression: COMPRESSION_WORDS[levels[0].compression] ?? '',
    passedOver: [...passedOver, ...new Array<string>(others).fill('other')],
  };
  return {
    info,
    decodeTile: async (level, column, row) => levels[level]?.decodeTile(column, row),
  };
}

/** The first candidate and those that show the same smaller. */
async function readLevels(
  file: TiffFile,
  [first, ...rest]: TiffContents['candidates'],
  aperio: boolean,
): Promise<{ stored: [TiffLevel, ...TiffLevel[]]; others: number }> {
  const finest = await readTiffLevel(file, first, aperio);
  const stored: [TiffLevel, ...TiffLevel[]] = [finest];
  for (const tags of rest) {
    const level = await readTiffLevel(file, tags, aperio);
    if (isReduced(level, finest)) stored.push(level);
  }
  return { stored, others: rest.length + 1 - stored.length };
}

/** @throws AppError image-broken, slide-variant, file-unreadable */
export async function readTiffContents(source: ByteRanges): Promise<TiffContents> {
  const file = await TiffFile.open(source);
  const directories = await file.directories();
  const maker = await makerOf(directories[0]);
  if (maker === 'aperio') return readAperio(file, directories);
  if (maker) throw new AppError('slide-variant', maker);
  return readGeneric(file, directories);
}

/** Tiled directories are levels; of the others, the second is the thumbnail and the last ones label and macro. */
async function readAperio(file: TiffFile, directories: readonly [TiffTags, ...TiffTags[]]): Promise<TiffContents> {
  const description = await directories[0].text(SLIDE_TAG.imageDescription);
  const candidates: TiffTags[] = [];
  const passedOver: string[] = [];
  for (const [index, tags] of directories.entries()) {
    const name = associatedName(await tags.text(SLIDE_TAG.imageDescription));
    if (isTiled(tags) && !name) candidates.push(tags);
    else passedOver.push(name ?? (index === 1 ? 'thumbnail' : 'other'));
  }
  const microns = Number(/\|\s*MPP\s*=\s*([\d.]+)/.exec(description)?.[1]);
  return {
    file,
    format: 'aperio',
    micronsPerPixel: asMicronsPerPixel(microns),
    candidates: atLeastOne(candidates),
    passedOver,
  };
}

/** What the second line of an Aperio description says of an image that is not a level. */
function associatedName(description: string): 'label' | 'macro' | undefined {
  const line = description.split('\n')[1] ?? '';
  return line.startsWith('label') ? 'label' : line.startsWith('macro') ? 'macro' : undefined;
}

async function readGeneric(file: TiffFile, directories: readonly TiffTags[]): Promise<TiffContents> {
  const candidates = atLeastOne(directories.filter(isTiled));
  return {
    file,
    format: 'tiff',
    micronsPerPixel: await micronsFromResolution(candidates[0]),
    candidates,
    passedOver: new Array<string>(directories.length - candidates.length).fill('other'),
  };
}

export function isTiled(tags: TiffTags): boolean {
  return tags.has(TAG.tileWidth) && tags.has(TAG.tileLength);
}

function atLeastOne(candidates: readonly TiffTags[]): TiffContents['candidates'] {
  const [first, ...rest] = candidates;
  if (!first) throw new AppError('slide-variant', 'no tiled image');
  return [first, ...rest];
}

/** From XResolution, in pixels a centimetre (ResolutionUnit 3) or an inch (2, and where it is absent). */
async function micronsFromResolution(tags: TiffTags): Promise<number | undefined> {
  const resolution = await tags.number(SLIDE_TAG.xResolution);
  const unit = (await tags.number(SLIDE_TAG.resolutionUnit)) ?? 2;
  if (resolution === undefined || (unit !== 2 && unit !== 3)) return undefined;
  return asMicronsPerPixel((unit === 3 ? 10_000 : 25_400) / resolution);
}

/** The value where it can be that of a slide. */
export function asMicronsPerPixel(value: number): number | undefined {
  return value > 0 && value <= MOST_MICRONS_PER_PIXEL ? value : undefined;
}
