import type { Resolution } from '../../base/slide.ts';
import { TAG } from '../tiff-directory.ts';
import { childrenOf, readXml } from '../xml.ts';
import type { Channel, Colour } from './channels.ts';
import { micronsOfUnit } from './microns.ts';
import {
  isTiled,
  ofChannel,
  partAssociated,
  readTiledImages,
  resolutionFromTags,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';

/**
 * Tiled directories are the slide at several resolutions; levels in SubIFDs are found, too. Akoya's QPTIFF has a directory a
 * channel and resolution, of which those of one channel are read.
 */
export async function readGenericTiff(
  file: TiffFile,
  directories: TiffDirectories,
  channel: number,
): Promise<TiffContents> {
  const { own, associated } = await partAssociated(await file.withSubdirectories(directories));
  const tiled = own.filter(isTiled);
  const channels = await channelsOfQptiff(tiled);
  const ofOne = channels.length > 1 ? await ofChannel(tiled, channel, channels.length) : tiled;
  const { images, passedOver } = await readTiledImages(file, ofOne);
  return {
    format: 'tiff',
    ...(channels.length > 1 && { channels }),
    resolution: await resolutionOf(images[0]?.tags ?? directories[0]),
    images,
    passedOver: [...associated, ...passedOver, ...new Array<string>(own.length - tiled.length).fill('other')],
  };
}

/** The names and colours of full-resolution pages, as Akoya's XML has them; none for other files, and for colour images. */
async function channelsOfQptiff(directories: readonly TiffTags[]): Promise<Channel[]> {
  const channels: Channel[] = [];
  for (const tags of directories) {
    const description = await tags.text(SLIDE_TAG.imageDescription);
    if (!description.includes('PerkinElmer-QPI')) continue;
    const root = readXml(description);
    const text = (name: string) => root && childrenOf(root, name)[0]?.text.trim();
    if (text('ImageType') !== 'FullResolution' || (await tags.number(TAG.samplesPerPixel)) === 3) continue;
    const [red, green, blue] = (text('Color') ?? '').split(',').map(Number);
    const parts = [red, green, blue].map((part) =>
      part !== undefined && part >= 0 && part <= 255 ? part : Number.NaN,
    );
    const isGiven = parts.every(Number.isInteger) && parts.some((part) => part > 0);
    channels.push({
      name: text('Name') ?? text('Biomarker') ?? '',
      colour: isGiven ? (parts as unknown as Colour) : undefined,
    });
  }
  return channels;
}

/** ImageJ names the unit of XResolution in its description, and no ResolutionUnit. */
export async function resolutionOf(tags: TiffTags): Promise<Resolution> {
  const description = await tags.text(SLIDE_TAG.imageDescription);
  const unit = description.startsWith('ImageJ=') ? /^unit=(.+)$/m.exec(description)?.[1] : undefined;
  return resolutionFromTags(tags, unit === undefined ? undefined : micronsOfUnit(unit));
}
