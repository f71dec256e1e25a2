import { AppError } from '../base/errors.ts';

/** Most pixels of an image read as one patch: 64 binary megapixels, 8192 x 8192. */
export const MAX_PIXELS = 8192 * 8192;

/** Most bytes that reading one image may take at once: those of its file, and all that is made of them. */
export const MAX_MEMORY_BYTES = 512 * 2 ** 20;

/** Bytes a pixel of what follows any decoder: the image as RGB, and a copy that is turned upright or has other colours. */
export const RGB_TWICE = 6;

/**
 * To be called with the size a header declares, before anything of that size is allocated.
 * @throws AppError image-broken, image-too-large
 */
export function checkDimensions(width: number, height: number): void {
  if (!(width >= 1 && height >= 1)) throw new AppError('image-broken', `declared size ${width} x ${height}`);
  if (width * height > MAX_PIXELS) throw new AppError('image-too-large', `${width} x ${height} pixels`);
}

/**
 * To be called with all that will lie in memory together at the worst moment, before the largest part of it is allocated.
 * @throws AppError image-too-large
 */
export function checkMemory(bytes: number): void {
  if (bytes > MAX_MEMORY_BYTES) throw new AppError('image-too-large', `${Math.ceil(bytes / 2 ** 20)} MiB to read it`);
}
