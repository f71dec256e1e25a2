import type { RgbImage } from '../../base/rgb-image.ts';
import type { TissueMask } from '../../base/slide.ts';

/** At most `count` pixels of an image, at even distances from its first to its last. */
export function samplePixels({ data }: RgbImage, count: number): Uint8Array<ArrayBuffer> {
  const all = data.length / 3;
  const taken = Math.min(all, count);
  const pixels = new Uint8Array(3 * taken);
  for (let at = 0; at < taken; at++) {
    const from = 3 * Math.floor((at * all) / taken);
    pixels.set(data.subarray(from, from + 3), 3 * at);
  }
  return pixels;
}

/** The pixels of an overview that are tissue. */
export function tissuePixels({ data }: RgbImage, { tissue }: TissueMask): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(data.length);
  let to = 0;
  for (const [pixel, isTissue] of tissue.entries()) {
    if (!isTissue) continue;
    pixels.set(data.subarray(3 * pixel, 3 * pixel + 3), to);
    to += 3;
  }
  return pixels.slice(0, to);
}
