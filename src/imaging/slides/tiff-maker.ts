import { SLIDE_TAG, type TiffTags } from './tiff-file.ts';

/** Who wrote a TIFF slide, which decides on how its directories are to be read. */
export type TiffMaker = 'aperio' | 'ome-tiff' | 'philips' | 'ndpi' | 'ventana' | 'leica' | 'trestle';

/** @returns undefined for a TIFF file as the standard has it. @throws AppError image-broken, file-unreadable */
export async function makerOf(first: TiffTags): Promise<TiffMaker | undefined> {
  if (first.has(SLIDE_TAG.ndpi)) return 'ndpi';
  const description = await first.text(SLIDE_TAG.imageDescription);
  if (description.startsWith('Aperio')) return 'aperio';
  if (/<OME[\s>]/.test(description)) return 'ome-tiff';
  if (description.includes('DPUfsImport')) return 'philips';
  if (description.includes('<scn')) return 'leica';
  if ((await first.text(SLIDE_TAG.xmp)).includes('iScan')) return 'ventana';
  return (await first.text(SLIDE_TAG.software)).startsWith('MedScan') ? 'trestle' : undefined;
}
