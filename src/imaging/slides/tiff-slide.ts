import { AppError } from '../../base/errors.ts';
import { COMPRESSION } from '../tiff-layout.ts';
import { readAperio } from './aperio.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { readGenericTiff } from './generic-tiff.ts';
import { readOmeTiff } from './ome-tiff.ts';
import type { OpenSlide } from './opened-slide.ts';
import { readPhilips } from './philips.ts';
import { isReduced, orderLevels, toSlideLevels } from './slide-levels.ts';
import type { TiffContents } from './tiff-contents.ts';
import { TiffFile } from './tiff-file.ts';
import { makerOf, type TiffMaker } from './tiff-maker.ts';

/** In words for a person. */
const COMPRESSION_WORDS: Readonly<Record<number, string>> = {
  [COMPRESSION.none]: 'none',
  [COMPRESSION.lzw]: 'LZW',
  [COMPRESSION.jpeg]: 'JPEG',
  [COMPRESSION.deflate]: 'Deflate',
  [COMPRESSION.oldDeflate]: 'Deflate',
  [COMPRESSION.packBits]: 'PackBits',
  [COMPRESSION.aperioJpeg2000Ycbcr]: 'JPEG 2000',
  [COMPRESSION.aperioJpeg2000Rgb]: 'JPEG 2000',
  [COMPRESSION.jpeg2000]: 'JPEG 2000',
  [COMPRESSION.webp]: 'WebP',
};

/** Slides whose tiles overlap, or which have no tiles. */
const UNREAD: Readonly<Partial<Record<TiffMaker, string>>> = {
  ndpi: 'Hamamatsu NDPI, which has no tiles',
  ventana: 'Ventana BIF, whose tiles overlap',
  leica: 'Leica SCN, which is made of several areas',
  trestle: 'Trestle TIFF, whose tiles overlap',
};

/**
 * Opens a tiled TIFF or BigTIFF file.
 * @throws AppError image-broken, slide-variant, file-unreadable
 */
export async function openTiffSlide(source: ByteRanges): Promise<OpenSlide> {
  const { format, micronsPerPixel, images, passedOver } = await readContents(source);
  const [finest, ...rest] = images.toSorted((a, b) => b.width - a.width);
  if (!finest) throw new AppError('slide-variant', 'TIFF without a tiled image');
  const reduced = rest.filter((image) => isReduced(image, finest));
  const levels = orderLevels([finest, ...reduced]);
  return {
    info: {
      format,
      levels: toSlideLevels(levels),
      micronsPerPixel,
      compression: COMPRESSION_WORDS[finest.compression] ?? '',
      passedOver: [...passedOver, ...new Array<string>(rest.length - reduced.length).fill('other')],
    },
    decodeTile: async (level, column, row) => levels[level]?.decodeTile(column, row),
  };
}

async function readContents(source: ByteRanges): Promise<TiffContents> {
  const file = await TiffFile.open(source);
  const directories = await file.directories();
  const maker = await makerOf(directories[0]);
  const unread = maker && UNREAD[maker];
  if (unread) throw new AppError('slide-variant', unread);
  if (maker === 'aperio') return readAperio(file, directories);
  if (maker === 'ome-tiff') return readOmeTiff(file, directories);
  if (maker === 'philips') return readPhilips(file, directories);
  return readGenericTiff(file, directories);
}
