import { SLIDE_TAG, type TiffTags } from './tiff-file.ts';

/** Who wrote a TIFF slide, which decides on how its directories are to be read. */
export type TiffMaker = 'aperio' | 'ome-tiff' | 'philips' | 'ndpi' | 'ventana' | 'leica' | 'trestle';

/** Directories that are asked: a label or a macro may come before the slide. */
const ASKED = 4;

/** @returns undefined for a TIFF file as the standard has it. @throws AppError image-broken, file-unreadable */
export async function makerOf(directories: readonly TiffTags[]): Promise<TiffMaker | undefined> {
  for (const tags of directories.slice(0, ASKED)) {
    const maker = await makerIn(tags);
    if (maker) return maker;
  }
  return undefined;
}

async function makerIn(tags: TiffTags): Promise<TiffMaker | undefined> {
  if (tags.has(SLIDE_TAG.ndpi)) return 'ndpi';
  const description = await tags.text(SLIDE_TAG.imageDescription);
  if (description.startsWith('Aperio')) return 'aperio';
  if (/<(?:\w+:)?OME[\s>]/.test(description)) return 'ome-tiff';
  if (description.includes('DPUfsImport')) return 'philips';
  if (description.includes('<scn')) return 'leica';
  if ((await tags.text(SLIDE_TAG.xmp)).includes('iScan')) return 'ventana';
  return (await tags.text(SLIDE_TAG.software)).startsWith('MedScan') ? 'trestle' : undefined;
}
