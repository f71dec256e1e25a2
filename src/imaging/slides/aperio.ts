import {
  asMicronsPerPixel,
  associatedName,
  isTiled,
  type TiffContents,
  type TiffDirectories,
} from './tiff-contents.ts';
import { SLIDE_TAG, type TiffFile } from './tiff-file.ts';
import { readTiffLevel, type TiffLevel } from './tiff-level.ts';

/** What the second line of the description of a label or macro image starts with. */
const ASSOCIATED = /^(label|macro)/;

/** Tiled directories are levels; of the others, the second is the thumbnail, and label and macro say what they are. */
export async function readAperio(file: TiffFile, directories: TiffDirectories): Promise<TiffContents> {
  const images: TiffLevel[] = [];
  const passedOver: string[] = [];
  for (const [index, tags] of directories.entries()) {
    const secondLine = (await tags.text(SLIDE_TAG.imageDescription)).split('\n')[1] ?? '';
    if (ASSOCIATED.test(secondLine)) passedOver.push(associatedName(secondLine.slice(0, 5)));
    else if (isTiled(tags)) images.push(await readTiffLevel(file, tags, { aperio: true }));
    else passedOver.push(index === 1 ? 'thumbnail' : 'other');
  }
  const description = await directories[0].text(SLIDE_TAG.imageDescription);
  const microns = Number(/\|\s*MPP\s*=\s*([\d.]+)/.exec(description)?.[1]);
  return { format: 'aperio', micronsPerPixel: asMicronsPerPixel(microns), images, passedOver };
}
