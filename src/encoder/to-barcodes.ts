import { binarise } from '../barcode/binarise.ts';
import { packBits } from '../barcode/pack.ts';
import type { Profile } from '../barcode/profile.ts';
import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { checkShape } from './stack-images.ts';
import { sumViews } from './views.ts';

/** @throws AppError image-too-narrow; profile-mismatch when the profile wants other weights. */
export function checkBatch(batch: readonly RgbImage[], profile: Profile, weightsId: string): void {
  if (profile.weightsId !== weightsId) throw new AppError('profile-mismatch', weightsId);
  batch.forEach(checkShape);
}

/** @param entries For each view of each image, image after image, the kept Gram entries of each layer. */
export function toBarcodes(
  entries: readonly (readonly Float32Array[])[],
  { views, binarisation }: Profile,
): Uint8Array<ArrayBuffer>[] {
  return sumViews(entries, views).map((layers) => packBits(binarise(layers, binarisation)));
}
