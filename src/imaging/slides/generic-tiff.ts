import type { Resolution } from '../../base/slide.ts';
import { micronsOfUnit } from './microns.ts';
import {
  isTiled,
  partAssociated,
  readTiledImages,
  resolutionFromTags,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';

/** Tiled directories are the slide at several resolutions; levels in SubIFDs are found, too. */
export async function readGenericTiff(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const { own, associated } = await partAssociated(await file.withSubdirectories(directories));
  const tiled = own.filter(isTiled);
  const { images, passedOver } = await readTiledImages(file, tiled);
  return {
    format: 'tiff',
    resolution: await resolutionOf(images[0]?.tags ?? directories[0]),
    images,
    passedOver: [...associated, ...passedOver, ...new Array<string>(own.length - tiled.length).fill('other')],
  };
}

/** ImageJ names the unit of XResolution in its description, and no ResolutionUnit. */
export async function resolutionOf(tags: TiffTags): Promise<Resolution> {
  const description = await tags.text(SLIDE_TAG.imageDescription);
  const unit = description.startsWith('ImageJ=') ? /^unit=(.+)$/m.exec(description)?.[1] : undefined;
  return resolutionFromTags(tags, unit === undefined ? undefined : micronsOfUnit(unit));
}
