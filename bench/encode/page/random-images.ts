import type { RgbImage } from '../../../src/base/rgb-image.ts';

/** The same noise for the same size and number. */
export function randomImages(size: number, count: number): RgbImage[] {
  return Array.from({ length: count }, (_, image) => {
    let state = size * 31 + image;
    const data = new Uint8Array(size * size * 3).map(() => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    return { width: size, height: size, data };
  });
}
