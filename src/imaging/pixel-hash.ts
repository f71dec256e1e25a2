import type { RgbImage } from '../base/rgb-image.ts';

/** Bytes of the SHA-256 that are kept: among a million images two different ones share them with a chance of 3 in 10^8. */
const KEPT_BYTES = 8;

/** Tells images with exactly the same pixels: 16 hex digits, of the size and the SHA-256 of the pixels. */
export async function pixelHash({ width, height, data }: RgbImage): Promise<string> {
  const sized = new Uint8Array(8 + data.length);
  new DataView(sized.buffer).setUint32(0, width);
  new DataView(sized.buffer).setUint32(4, height);
  sized.set(data, 8);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sized));
  return Array.from(digest.subarray(0, KEPT_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
