import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { decodeImage } from '../decode-image.ts';
import type { ImageFormat } from '../detect-format.ts';
import { checkMemory } from '../image-limits.ts';
import { readJpegHeader, repairJpeg } from '../jpeg-header.ts';
import { decodeJpegRows, JpegRows } from '../jpeg-rows.ts';
import { samplesToRgb } from '../samples-to-rgb.ts';
import { ByteRanges } from './byte-ranges.ts';
import type { OpenSlide } from './opened-slide.ts';
import { checkLevel, type StoredLevel } from './slide-levels.ts';

/** Pixels of a side of the tiles that an image is handed out in. */
const TILE = 512;

const FORMAT_WORDS: Readonly<Partial<Record<ImageFormat, string>>> = {
  png: 'PNG',
  jpeg: 'JPEG',
  webp: 'WebP',
  bmp: 'BMP',
  gif: 'GIF',
};

/** The image decoded last: of those that are read whole, one is kept. */
let kept: { readonly file: Blob; readonly image: Promise<RgbImage> } | undefined;

/**
 * A large image in a format that has no tiles, as a slide of one level.
 * @throws What decodeImage throws
 */
export async function openImageAsSlide(file: Blob, format: ImageFormat): Promise<OpenSlide> {
  const { decodeTile, ...level } = (format === 'jpeg' && (await jpegLevel(file))) || (await wholeImageLevel(file));
  return {
    info: {
      format: 'image',
      levels: [{ ...level, downsample: 1 }],
      compression: FORMAT_WORDS[format] ?? '',
      passedOver: [],
    },
    decodeTile: (_, column, row) => decodeTile(column, row),
  };
}

type ImageLevel = StoredLevel & { decodeTile(column: number, row: number): Promise<RgbImage> };

/** Bytes of decoded pixels of a band. */
const BAND_BYTES = 4 * 2 ** 20;

/**
 * A JPEG file in bands as wide as it is, each decoded by itself, whatever the size of the image.
 * @returns undefined where it cannot be cut: progressive, turned, or of other colours
 * @throws AppError image-broken, image-too-large, file-unreadable
 */
async function jpegLevel(file: Blob): Promise<ImageLevel | undefined> {
  checkMemory(3 * file.size);
  const bytes = await new ByteRanges(file).read(0, file.size);
  const { components, orientation } = readJpegHeader(bytes);
  const jpeg = orientation === 1 && components !== 4 ? JpegRows.open(repairJpeg(bytes)) : undefined;
  if (!jpeg) return undefined;
  const { width, height, rowHeight } = jpeg;
  const rows = Math.max(1, Math.floor(BAND_BYTES / (width * 3 * rowHeight)));
  const level: StoredLevel = { width, height, tileWidth: width, tileHeight: rows * rowHeight };
  checkLevel(level);
  return {
    ...level,
    decodeTile: async (_, band) => {
      const decoded = await decodeJpegRows(jpeg, band * rows, Math.min(jpeg.rows, (band + 1) * rows));
      return samplesToRgb({ ...decoded, width, channels: 4 });
    },
  };
}

/**
 * An image as a level in tiles of our own. It is decoded whole, within the limits that images have, and kept until another
 * one is asked for.
 * @throws What decodeImage throws
 */
export async function wholeImageLevel(file: Blob): Promise<ImageLevel> {
  const { width, height } = await decodeOnce(file);
  return {
    width,
    height,
    tileWidth: TILE,
    tileHeight: TILE,
    decodeTile: async (column, row) => cutTile(await decodeOnce(file), column * TILE, row * TILE),
  };
}

function decodeOnce(file: Blob): Promise<RgbImage> {
  if (kept?.file !== file) kept = { file, image: decodeImage(file) };
  return kept.image;
}

/** A tile, white beyond the edge of the image. */
function cutTile(image: RgbImage, left: number, top: number): RgbImage {
  const columns = Math.min(TILE, image.width - left);
  const rows = Math.min(TILE, image.height - top);
  if (columns < 1 || rows < 1) throw new AppError('image-broken', `no tile at ${left}, ${top}`);
  const data = new Uint8Array(TILE * TILE * 3).fill(255);
  for (let y = 0; y < rows; y++) {
    const from = ((top + y) * image.width + left) * 3;
    data.set(image.data.subarray(from, from + columns * 3), y * TILE * 3);
  }
  return { width: TILE, height: TILE, data };
}
