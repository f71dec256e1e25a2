import createModule from '@jsquash/webp/codec/dec/webp_dec.js';
import { AppError } from '../base/errors.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { concatenate } from './concatenate.ts';
import { readExifOrientation } from './exif-orientation.ts';
import { checkDimensions, checkMemory, RGB_TWICE } from './image-limits.ts';
import { orient } from './orientation.ts';
import { samplesToRgb } from './samples-to-rgb.ts';
import { type CodecPixels, WasmCodec } from './wasm-codec.ts';

interface WebpDecoder {
  decode(bytes: Uint8Array): unknown;
}

const codec = new WasmCodec<WebpDecoder>('webp', createModule);

/** Decodes a WebP file, lossy or lossless, with its EXIF orientation; of an animation, the first frame. */
export async function decodeWebp(bytes: Uint8Array<ArrayBuffer>): Promise<RgbImage> {
  const chunks = readChunks(bytes);
  const frame = chunks.find(({ type }) => type === 'ANMF');
  const image = frame ? await decodeFrame(chunks, frame.body, bytes.length) : await decodeStill(bytes);
  const exif = chunks.find(({ type }) => type === 'EXIF');
  return orient(image, exif ? readExifOrientation(exif.body) : 1);
}

async function decodeStill(bytes: Uint8Array): Promise<RgbImage> {
  return samplesToRgb({ ...(await decodeWebpPixels(bytes)), channels: 4 });
}

/** Bytes of a frame's place and time, before its own chunks (WebP container specification, "Animation"). */
const FRAME_HEADER_BYTES = 16;

/** A frame on the canvas, which is white where the frame leaves it open. */
async function decodeFrame(chunks: readonly Chunk[], frame: Uint8Array, fileBytes: number): Promise<RgbImage> {
  const canvas = chunks.find(({ type }) => type === 'VP8X')?.body;
  if (!canvas || canvas.length < 10 || frame.length < FRAME_HEADER_BYTES) {
    throw new AppError('image-broken', 'the WebP file is cut off');
  }
  const width = 1 + uint24(canvas, 4);
  const height = 1 + uint24(canvas, 7);
  const left = 2 * uint24(frame, 0);
  const top = 2 * uint24(frame, 3);
  checkSize(width, height, fileBytes);
  const image = await decodeStill(
    asFile(frame.subarray(FRAME_HEADER_BYTES), 1 + uint24(frame, 6), 1 + uint24(frame, 9)),
  );
  if (left + image.width > width || top + image.height > height) {
    throw new AppError('image-broken', 'a WebP frame lies beyond its canvas');
  }
  checkMemory(fileBytes + (width * height + image.width * image.height) * RGB_TWICE);
  const data = new Uint8Array(width * height * 3).fill(255);
  for (let row = 0; row < image.height; row++) {
    const from = row * image.width * 3;
    data.set(image.data.subarray(from, from + image.width * 3), ((top + row) * width + left) * 3);
  }
  return { width, height, data };
}

/** The chunks of a frame as a file of its own, of whose header alpha may be used. */
function asFile(chunks: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = new DataView(new ArrayBuffer(30));
  for (const [at, word] of [
    [0, 'RIFF'],
    [8, 'WEBP'],
    [12, 'VP8X'],
  ] as const) {
    for (let i = 0; i < 4; i++) header.setUint8(at + i, word.charCodeAt(i));
  }
  header.setUint32(4, 22 + chunks.length, true);
  header.setUint32(16, 10, true);
  header.setUint32(20, 0x10, true);
  header.setUint32(24, (width - 1) | (((height - 1) & 0xff) << 24), true);
  header.setUint16(28, (height - 1) >>> 8, true);
  return concatenate([new Uint8Array(header.buffer), chunks]);
}

function uint24(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
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
