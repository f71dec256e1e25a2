import type { RgbImage } from '../../base/rgb-image.ts';

/** An image whose every pixel and channel differs from its neighbours, smooth enough for JPEG. */
export function testImage(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([20 + 4 * x + y, 200 - 3 * y, 60 + 2 * x + 3 * y], (y * width + x) * 3);
  }
  return { width, height, data };
}

/** The largest difference between two images of one size. */
export function largestDifference(a: RgbImage, b: RgbImage): number {
  if (a.width !== b.width || a.height !== b.height)
    throw new Error(`${a.width} x ${a.height}, not ${b.width} x ${b.height}`);
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.data[i] as number))), 0);
}
