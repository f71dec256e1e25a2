import type { RgbImage } from '../base/rgb-image.ts';
import { encodeImage } from './encode-image.ts';
import { shrinkToFit } from './shrink.ts';

/** Most pixels of a thumbnail's longer side. */
export const THUMBNAIL_SIDE = 192;

const QUALITY = 0.82;

/** A JPEG of the image, its longer side at most THUMBNAIL_SIDE pixels. */
export async function makeThumbnail(image: RgbImage): Promise<ArrayBuffer> {
  const jpeg = await encodeImage(shrinkToFit(image, THUMBNAIL_SIDE), { type: 'image/jpeg', quality: QUALITY });
  return jpeg.arrayBuffer();
}
