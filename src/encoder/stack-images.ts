import { MIN_SIDE } from '../barcode/profile.ts';
import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';

/** @throws AppError image-too-narrow. */
export function checkShape({ width, height }: RgbImage): void {
  if (Math.min(width, height) < MIN_SIDE) throw new AppError('image-too-narrow', `${width} x ${height} pixels`);
}

/** Splits a batch into runs of images of one shape with at most `pixels` pixels in all, or a single image. */
export function stackImages(batch: readonly RgbImage[], pixels: number): RgbImage[][] {
  const stacks: RgbImage[][] = [];
  let stack: RgbImage[] = [];
  for (const image of batch) {
    const [first] = stack;
    const fits =
      first?.width === image.width &&
      first.height === image.height &&
      (stack.length + 1) * image.width * image.height <= pixels;
    if (fits) stack.push(image);
    else {
      stack = [image];
      stacks.push(stack);
    }
  }
  return stacks;
}
