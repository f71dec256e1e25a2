import { AppError } from '../base/errors.ts';

/** Most pixels of an image read as one patch: 64 binary megapixels, 8192 x 8192. */
export const MAX_PIXELS = 8192 * 8192;

/** Most bytes of a file: MAX_PIXELS of 16-bit RGBA uncompressed, and as much again for what else a file may hold. */
export const MAX_FILE_BYTES = 2 ** 30;

/**
 * To be called with the size a header declares, before anything of that size is allocated.
 * @throws AppError image-broken, image-too-large
 */
export function checkDimensions(width: number, height: number): void {
  if (!(width >= 1 && height >= 1)) throw new AppError('image-broken', `declared size ${width} x ${height}`);
  if (width * height > MAX_PIXELS) throw new AppError('image-too-large', `${width} x ${height} pixels`);
}
