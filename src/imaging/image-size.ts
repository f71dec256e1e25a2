import { AppError } from '../base/errors.ts';
import { detectFormat, type ImageFormat } from './detect-format.ts';
import { readJpegHeader } from './jpeg-header.ts';

/** Metadata may stand before the size of a JPEG, and are rarely longer. */
const HEAD_BYTES = 2 ** 18;

export interface ImageSize {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
}

/**
 * The size of an image that is not a TIFF file, as it is stored, by its first bytes.
 * @returns undefined where they do not tell
 * @throws AppError file-unreadable
 */
export async function readImageSize(file: Blob): Promise<ImageSize | undefined> {
  const head = new Uint8Array(
    await file
      .slice(0, HEAD_BYTES)
      .arrayBuffer()
      .catch((thrown) => {
        throw new AppError('file-unreadable', String(thrown), { cause: thrown });
      }),
  );
  const format = detectFormat(head);
  if (!format || head.length < 32) return undefined;
  const size = sizeOf(format, head);
  return size && { format, ...size };
}

function sizeOf(format: ImageFormat, head: Uint8Array): Pick<ImageSize, 'width' | 'height'> | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  switch (format) {
    case 'png':
      return { width: view.getUint32(16), height: view.getUint32(20) };
    case 'gif':
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    case 'bmp':
      return bmpSize(view, head[0] === 0x42 ? 18 : 4);
    case 'webp':
      return webpSize(view);
    case 'jpeg':
      return jpegSize(head);
    default:
      return undefined;
  }
}

function bmpSize(view: DataView, at: number): Pick<ImageSize, 'width' | 'height'> {
  return { width: view.getInt32(at, true), height: Math.abs(view.getInt32(at + 4, true)) };
}

/** By the first chunk: VP8X, VP8 or VP8L. */
function webpSize(view: DataView): Pick<ImageSize, 'width' | 'height'> {
  const fourth = view.getUint8(15);
  if (fourth === 0x58) {
    return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
  }
  if (fourth === 0x4c) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function jpegSize(head: Uint8Array): Pick<ImageSize, 'width' | 'height'> | undefined {
  try {
    return readJpegHeader(head);
  } catch {
    return undefined;
  }
}
