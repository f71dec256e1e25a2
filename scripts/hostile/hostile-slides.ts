/** Good slides made bad. */
import { JPEG_2000_STREAM, jpeg2000Slide, oneSlideOfEach } from '../../src/imaging/slides/testing/one-slide-of-each.ts';
import { mutate } from './mutate.ts';

export const SLIDE_FORMATS = [
  'svs',
  'tiff-slide',
  'bigtiff-slide',
  'ome-tiff',
  'philips',
  'ndpi',
  'dicom',
  'jpeg2000',
] as const;

/** Makes slides of a format bad in one to four places each; of JPEG 2000 the stream in the file. */
export async function slideMutator(
  format: string,
  random: () => number,
): Promise<(turn: number) => Uint8Array<ArrayBuffer>> {
  if (format === 'jpeg2000') return () => jpeg2000Slide(mutate(JPEG_2000_STREAM, random));
  const good = [...(await oneSlideOfEach())].filter(([name]) => name.endsWith(`.${format}`)).map(([, file]) => file);
  return (turn) => {
    const file = good[turn % good.length] ?? new Uint8Array();
    return mutate(file, random, format === 'dicom' ? dicomHeads(file) : tiffHeads(file));
  };
}

/** The header, and the first and last directory, each in pieces of 64 bytes. */
function tiffHeads(file: Uint8Array<ArrayBuffer>): number[] {
  const view = new DataView(file.buffer);
  const littleEndian = file[0] === 0x49;
  const isBig = view.getUint16(2, littleEndian) === 43;
  const first = isBig ? Number(view.getBigUint64(8, littleEndian)) : view.getUint32(4, littleEndian);
  return [0, ...[0, 64, 128].flatMap((piece) => [first + piece, file.length - 64 - piece])];
}

/** The elements before the pixels, in pieces of 64 bytes. */
function dicomHeads({ length }: Uint8Array): number[] {
  return Array.from({ length: 10 }, (_, piece) => Math.min(128 + piece * 64, length - 64));
}
