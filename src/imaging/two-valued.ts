import type { RgbImage } from '../base/rgb-image.ts';

/** Most that a sample differs from its colour, by lossy compression. */
const NOISE = 16;

/** Whether an image has two colours, and no more than noise besides: a mask. One of a single colour is none. */
export function isTwoValued({ data }: RgbImage): boolean {
  let second = -1;
  for (let at = 3; at < data.length; at += 3) {
    if (isLike(data, at, 0)) continue;
    if (second < 0) second = at;
    else if (!isLike(data, at, second)) return false;
  }
  return second > 0;
}

function isLike(data: Uint8Array, at: number, other: number): boolean {
  for (let channel = 0; channel < 3; channel++) {
    if (Math.abs((data[at + channel] as number) - (data[other + channel] as number)) > NOISE) return false;
  }
  return true;
}
