import { associatedName } from '../tiff-pages.ts';
import { parseDecimal, recordedResolution, resolutionWith } from './microns.ts';
import { isTiled, type TiffContents, type TiffDirectories } from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/** Tiled directories are levels; of the others, the second is the thumbnail, and label and macro say what they are. */
export async function readAperio(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const images: TiffLevel[] = [];
  const passedOver: string[] = [];
  for (const [index, tags] of directories.entries()) {
    const name = associatedName(await tags.text(SLIDE_TAG.imageDescription));
    if (name) passedOver.push(name);
    else if (isTiled(tags)) images.push(await readTiffLevel(file, tags, { aperio: true }));
    else passedOver.push(index === 1 ? 'thumbnail' : 'other');
  }
  const description = await directories[0].text(SLIDE_TAG.imageDescription);
  const value = (name: string) =>
    // biome-ignore lint/plugin: of names that this file gives.
    parseDecimal(new RegExp(`\\|\\s*${name}\\s*=\\s*([\\d.,]+)`, 'i').exec(description)?.[1] ?? '');
  const resolution = resolutionWith(recordedResolution(value('MPP')), value('AppMag'));
  return { format: 'aperio', resolution, images, passedOver };
}
