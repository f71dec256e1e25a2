import { AppError } from '../base/errors.ts';
import type { DecodedImage } from './decoded-image.ts';
import { detectFormat, type ImageFormat } from './detect-format.ts';
import { toImageError } from './image-errors.ts';
import { checkMemory } from './image-limits.ts';
import { loadDecoder } from './load-decoder.ts';

type Decoder = (bytes: Uint8Array<ArrayBuffer>) => DecodedImage | Promise<DecodedImage>;

/** Each decoder is loaded when the first file of its format comes. */
const DECODERS: Readonly<Record<ImageFormat, () => Promise<Decoder>>> = {
  png: async () => (await import('./decode-png.ts')).decodePng,
  jpeg: async () => (await import('./decode-jpeg.ts')).decodeJpeg,
  webp: async () => (await import('./decode-webp.ts')).decodeWebp,
  bmp: async () => (await import('./decode-bmp.ts')).decodeBmp,
  gif: async () => (await import('./decode-gif.ts')).decodeGif,
  tiff: async () => (await import('./decode-tiff.ts')).decodeTiff,
  bigtiff: async () => (await import('./decode-tiff.ts')).decodeTiff,
};

/**
 * Reads a file to 8-bit RGB, upright, alpha over white, the same bytes in every browser. The content decides on the
 * format, not the name. Takes at most MAX_MEMORY_BYTES: each decoder reckons what it will need before it allocates it. Has
 * no time limit of its own: a caller ends the worker.
 * @throws AppError file-empty, file-unreadable, format-unknown, format-variant, image-broken, image-too-large,
 *   image-out-of-memory, decoder-unreachable
 */
export async function decodeImage(file: Blob): Promise<DecodedImage> {
  if (file.size === 0) throw new AppError('file-empty');
  checkMemory(file.size);
  const bytes = await readFile(file);
  const format = detectFormat(bytes);
  if (!format) throw new AppError('format-unknown');
  const decode = await loadDecoder(DECODERS[format]);
  try {
    return await decode(bytes);
  } catch (thrown) {
    throw toImageError(thrown);
  }
}

async function readFile(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (thrown) {
    const error = toImageError(thrown);
    throw error.code === 'image-out-of-memory'
      ? error
      : new AppError('file-unreadable', error.detail, { cause: thrown });
  }
}
