import {
  asMicronsPerPixel,
  isTiled,
  readTiledImages,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile, type TiffTags } from './tiff-file.ts';

/** Tiled directories are the slide at several resolutions; levels in SubIFDs are found, too. */
export async function readGenericTiff(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const below = await file.subdirectories(directories[0]);
  const all = [...directories, ...below];
  const tiled = all.filter(isTiled);
  const { images, passedOver } = await readTiledImages(file, tiled);
  return {
    format: 'tiff',
    micronsPerPixel: await micronsFromResolution(directories[0]),
    images,
    passedOver: [...passedOver, ...new Array<string>(all.length - tiled.length).fill('other')],
  };
}

/** From XResolution, in pixels a centimetre (ResolutionUnit 3) or an inch (2, and where it is absent). */
async function micronsFromResolution(tags: TiffTags): Promise<number | undefined> {
  const resolution = await tags.number(SLIDE_TAG.xResolution);
  const unit = (await tags.number(SLIDE_TAG.resolutionUnit)) ?? 2;
  if (resolution === undefined || (unit !== 2 && unit !== 3)) return undefined;
  return asMicronsPerPixel((unit === 3 ? 10_000 : 25_400) / resolution);
}
