import createModule from '@jsquash/webp/codec/dec/webp_dec.js';
import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { readExifOrientation } from './exif-orientation.ts';
import { checkDimensions, checkMemory, RGB_TWICE } from './image-limits.ts';
import { orient } from './orientation.ts';
import { samplesToRgb } from './samples-to-rgb.ts';
import { type CodecPixels, WasmCodec } from './wasm-codec.ts';

interface WebpDecoder {
  decode(bytes: Uint8Array): unknown;
}

const codec = new WasmCodec<WebpDecoder>('webp', createModule);

/** Decodes a WebP file, lossy or lossless, with its EXIF orientation; animations are refused. */
export async function decodeWebp(bytes: Uint8Array<ArrayBuffer>): Promise<RgbImage> {
  const pixels = await decodeWebpPixels(bytes);
  const exif = readChunks(bytes).find(({ type }) => type === 'EXIF');
  return orient(samplesToRgb({ ...pixels, channels: 4 }), exif ? readExifOrientation(exif.body) : 1);
}

/** The pixels as they are stored. @throws AppError image-broken, image-too-large, format-variant; whatever the codec throws */
export async function decodeWebpPixels(bytes: Uint8Array): Promise<CodecPixels> {
  for (const chunk of readChunks(bytes)) checkChunk(chunk, bytes.length);
  const { pixels } = await codec.run((module) => module.decode(bytes));
  // The header of a lossless stream says whether alpha means anything.
  if (readChunks(bytes).some(isOpaque)) for (let at = 3; at < pixels.data.length; at += 4) pixels.data[at] = 255;
  return pixels;
}

const ALPHA_IS_USED = 0x10;

function isOpaque({ type, body }: Chunk): boolean {
  return type === 'VP8L' && ((body[4] ?? 0) & ALPHA_IS_USED) === 0;
}

interface Chunk {
  readonly type: string;
  readonly body: Uint8Array;
}

/** The chunks of the RIFF container, the last one perhaps cut off. */
function readChunks(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let offset = 12; offset + 8 <= bytes.length; ) {
    const length = view.getUint32(offset + 4, true);
    const type = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    chunks.push({ type, body: bytes.subarray(offset + 8, offset + 8 + length) });
    // Chunks start on even bytes.
    offset += 8 + length + (length % 2);
  }
  return chunks;
}

const ANIMATION_FLAG = 0x02;

/** Checks what the container, lossy and lossless streams declare (WebP container specification; RFC 6386, 9.1). */
function checkChunk({ type, body }: Chunk, fileBytes: number): void {
  if (!['VP8X', 'VP8 ', 'VP8L'].includes(type)) return;
  if (body.length < (type === 'VP8L' ? 5 : 10)) throw new AppError('image-broken', 'the WebP file is cut off');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (type === 'VP8X') {
    if (view.getUint8(0) & ANIMATION_FLAG) throw new AppError('format-variant', 'animated WebP');
    checkSize(1 + (view.getUint32(4, true) & 0xffffff), 1 + (view.getUint32(6, true) >>> 8), fileBytes);
  } else if (type === 'VP8 ') {
    checkSize(view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff, fileBytes);
  } else {
    const sizes = view.getUint32(1, true);
    checkSize(1 + (sizes & 0x3fff), 1 + ((sizes >>> 14) & 0x3fff), fileBytes);
  }
}

/** Of four bytes a pixel: what the codec works on, what it gives, and that once more; of the file: the codec's and ours. */
function checkSize(width: number, height: number, fileBytes: number): void {
  checkDimensions(width, height);
  checkMemory(3 * fileBytes + width * height * (3 * 4 + RGB_TWICE));
}
