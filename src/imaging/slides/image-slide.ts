import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { decodeImage } from '../decode-image.ts';
import type { ImageFormat } from '../detect-format.ts';
import type { OpenSlide } from './opened-slide.ts';
import type { StoredLevel } from './slide-levels.ts';

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
  const { decodeTile, ...level } = await wholeImageLevel(file);
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

/**
 * An image as a level in tiles of our own. It is decoded whole, within the limits that images have, and kept until another
 * one is asked for.
 * @throws What decodeImage throws
 */
export async function wholeImageLevel(
  file: Blob,
): Promise<StoredLevel & { decodeTile(column: number, row: number): Promise<RgbImage> }> {
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
