/** Good slides made bad. */
import { JPEG_2000_STREAM, jpeg2000Slide, oneSlideOfEach } from '../../src/imaging/slides/testing/one-slide-of-each.ts';
import { slideImage } from '../../src/imaging/slides/testing/slide-image.ts';
import { writeEts } from '../../src/imaging/slides/testing/write-ets.ts';
import { writeMirax } from '../../src/imaging/slides/testing/write-mirax.ts';
import type { NamedBytes } from '../../src/imaging/testing/decode-in-child.ts';
import { encodeJpeg } from '../../src/imaging/testing/encode-with-jsquash.ts';
import { mutate } from './mutate.ts';

export const SLIDE_FORMATS = [
  'svs',
  'tiff-slide',
  'bigtiff-slide',
  'ome-tiff',
  'philips',
  'ndpi',
  'leica',
  'ventana',
  'mirax',
  'czi',
  'vsi',
  'ome-zarr',
  'dicom',
  'jpeg2000',
] as const;

/** Slides of several files, the first of which stands for them. */
export async function oneOfSeveralFiles(format: 'mirax' | 'vsi'): Promise<NamedBytes[]> {
  if (format === 'vsi') {
    const tile = slideImage(64, 64);
    const places = [
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 0, 1],
    ]; // Two tiles, and one of half the resolution.
    const tiles = await Promise.all(places.map(async (place) => ({ place, data: await encodeJpeg(tile) })));
    const ets = writeEts({ tile: [64, 64], compression: 2, hasLevels: true, tiles });
    return [
      { name: 'a.vsi', bytes: new Uint8Array(8) },
      { name: 'frame_t.ets', bytes: ets },
    ];
  }
  const files = await writeMirax({ image: slideImage(240, 128), columns: 2, rows: 1 });
  return Array.from(files, ([name, bytes]) => ({ name, bytes }));
}

/** Makes slides of a format bad in one to four places each; of JPEG 2000 the stream in the file, of several files one. */
export async function slideMutator(
  format: string,
  random: () => number,
): Promise<(turn: number) => Uint8Array<ArrayBuffer> | readonly NamedBytes[]> {
  if (format === 'mirax' || format === 'vsi') {
    const files = await oneOfSeveralFiles(format);
    // The preview that stands for the slide is not read.
    return (turn) =>
      files.map((file, at) =>
        at === 1 + (turn % (files.length - 1)) ? { ...file, bytes: mutate(file.bytes, random) } : file,
      );
  }
  if (format === 'jpeg2000') return () => jpeg2000Slide(mutate(JPEG_2000_STREAM, random));
  const good = [...(await oneSlideOfEach())].filter(([name]) => name.endsWith(`.${format}`)).map(([, file]) => file);
  return (turn) => {
    const file = good[turn % good.length] ?? new Uint8Array();
    return mutate(file, random, headsOf(format, file));
  };
}

function headsOf(format: string, file: Uint8Array<ArrayBuffer>): number[] {
  if (format === 'dicom') return dicomHeads(file);
  if (format === 'ome-zarr') return zarrHeads(file);
  return format === 'czi' ? cziHeads(file) : tiffHeads(file);
}

/** The list of files and their descriptions, in pieces of 64 bytes; what is behind are chunks. */
function zarrHeads({ length }: Uint8Array): number[] {
  return Array.from({ length: 40 }, (_, piece) => Math.min(piece * 64, length - 64));
}

/** The places in the header, and the directory at the end, in pieces of 64 bytes. */
function cziHeads({ length }: Uint8Array): number[] {
  return [32 + 40, ...Array.from({ length: 5 }, (_, piece) => length - 64 * (piece + 1))];
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
