import type { RgbImage } from '../../../base/rgb-image.ts';
import { AreaAverage, coverage } from '../area-average.ts';

/** A picture for synthetic slides: smooth, each place different, light as glass. */
export function slideImage(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      data.set(
        [60 + (x * 180) / width, 220 - (y * 150) / height, 100 + ((x + y) * 100) / (width + height)],
        (y * width + x) * 3,
      );
    }
  }
  return { width, height, data };
}

/** Half as large; an odd last row or column is left out, as libvips does it. */
export function halve(image: RgbImage): RgbImage {
  const [width, height] = [Math.floor(image.width / 2), Math.floor(image.height / 2)];
  const average = new AreaAverage(coverage(0, 2, width), coverage(0, 2, height));
  average.add(image, 0, 0, image.width, image.height);
  return average.finish();
}
