import { AppError } from '../../base/errors.ts';
import type { Resolution, SlideFormat } from '../../base/slide.ts';
import { TAG } from '../tiff-directory.ts';
import { associatedName, type PageFacts } from '../tiff-pages.ts';
import type { Channel } from './channels.ts';
import { recordedResolution } from './microns.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/** What the directories of a slide hold. */
export interface TiffContents {
  readonly format: SlideFormat;
  readonly resolution: Resolution;
  /** The slide at its resolutions, and other tiled images that are told from it by their shape. */
  readonly images: readonly TiffLevel[];
  /** What is known of each of several channels, of which one is read; absent for a single one. */
  readonly channels?: readonly Channel[];
  /** Of several planes, which is read: 'the first of 4 focal planes'. */
  readonly onlyPart?: string;
  /** Images that are no levels: 'label', 'macro', 'thumbnail', 'other'. */
  readonly passedOver: readonly string[];
}

export type TiffDirectories = readonly [TiffTags, ...TiffTags[]];

/** Resolutions below 500 pixels a centimetre are a printer's or a screen's, filled in for want of the true one. */
const MOST_MICRONS_OF_RESOLUTION = 20;

export function isTiled(tags: TiffTags): boolean {
  return tags.has(TAG.tileWidth) && tags.has(TAG.tileLength);
}

/** @throws AppError image-broken */
export async function pageFactsOf(tags: TiffTags): Promise<PageFacts> {
  return {
    width: (await tags.number(TAG.imageWidth)) ?? 0,
    height: (await tags.number(TAG.imageLength)) ?? 0,
    isTiled: isTiled(tags),
    subfileType: (await tags.number(SLIDE_TAG.subfileType)) ?? 0,
    description: await tags.text(SLIDE_TAG.imageDescription),
  };
}

/**
 * Reads tiled directories as levels. The largest is the slide; of the others, those that cannot be read are passed over.
 * @throws AppError image-broken, slide-variant
 */
export async function readTiledImages(
  file: TiffFile,
  directories: readonly TiffTags[],
): Promise<Pick<TiffContents, 'images' | 'passedOver'>> {
  const sized = await Promise.all(directories.map(async (tags) => ({ tags, ...(await pageFactsOf(tags)) })));
  const [first, ...others] = sized.toSorted((a, b) => b.width * b.height - a.width * a.height);
  if (!first) return { images: [], passedOver: [] };
  const images = [await readTiffLevel(file, first.tags)];
  for (const { tags } of others) {
    try {
      images.push(await readTiffLevel(file, tags));
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'slide-variant') throw thrown;
    }
  }
  return { images, passedOver: new Array<string>(others.length + 1 - images.length).fill('other') };
}

/** Parts directories from those that say they are a label, a macro or a thumbnail. */
export async function partAssociated(
  directories: readonly TiffTags[],
): Promise<{ readonly own: readonly TiffTags[]; readonly associated: readonly string[] }> {
  const own: TiffTags[] = [];
  const associated: string[] = [];
  for (const tags of directories) {
    const name = associatedName(await tags.text(SLIDE_TAG.imageDescription));
    if (name) associated.push(name);
    else own.push(tags);
  }
  return { own, associated };
}

/** Centimetre or inch, by ResolutionUnit; other units are none. */
const MICRONS_OF_UNIT: Readonly<Record<number, number>> = { 2: 25_400, 3: 10_000 };

/**
 * From XResolution and YResolution, in pixels a unit.
 * @param unit µm; undefined for that of ResolutionUnit, which is an inch where it is absent.
 */
export async function resolutionFromTags(tags: TiffTags, unit?: number): Promise<Resolution> {
  const microns = unit ?? MICRONS_OF_UNIT[(await tags.number(SLIDE_TAG.resolutionUnit)) ?? 2];
  const across = await tags.number(SLIDE_TAG.xResolution);
  const down = await tags.number(SLIDE_TAG.yResolution);
  if (microns === undefined || !across) return {};
  if (microns / across > MOST_MICRONS_OF_RESOLUTION) return {};
  return recordedResolution(microns / across, down ? microns / down : undefined);
}

/** Of directories that have each size once a channel, those of one channel; of sizes that do not, those of the first. */
export async function ofChannel(
  directories: readonly TiffTags[],
  channel: number,
  count: number,
): Promise<readonly TiffTags[]> {
  const sized = await Promise.all(
    directories.map(async (tags) => {
      const { width, height } = await pageFactsOf(tags);
      return { tags, size: `${width} x ${height}` };
    }),
  );
  return sized.flatMap(({ tags, size }) => {
    const alike = sized.filter((other) => other.size === size);
    const at = alike.findIndex((other) => other.tags === tags);
    return at === (alike.length === count ? channel : 0) && (alike.length === count || channel === 0) ? [tags] : [];
  });
}
