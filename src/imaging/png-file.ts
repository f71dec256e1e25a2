import { unzlibSync, zlibSync } from 'fflate';
import { AppError } from '../base/errors.ts';
import { concatenate } from './concatenate.ts';
import { RGB_TWICE } from './image-limits.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's body. */
const CHUNK_FRAME_BYTES = 12;
/** Samples a pixel by colour type: grey, RGB, palette index, grey and alpha, RGB and alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const INDEXED = 3;

export interface PngChunk {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** The body with its frame. */
  readonly whole: Uint8Array<ArrayBuffer>;
}

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  readonly channels: number;
  readonly indexed: boolean;
  readonly interlaced: boolean;
}

/** @throws AppError image-broken when a chunk or the end is missing */
export function readPngChunks(bytes: Uint8Array<ArrayBuffer>): PngChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let offset = SIGNATURE_BYTES;
  while (chunks.at(-1)?.type !== 'IEND') {
    const end = offset + CHUNK_FRAME_BYTES + (offset + 4 <= bytes.length ? view.getUint32(offset) : 0);
    if (end > bytes.length) throw new AppError('image-broken', 'the PNG file is cut off');
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    chunks.push({ type, body: bytes.subarray(offset + 8, end - 4), whole: bytes.subarray(offset, end) });
    offset = end;
  }
  return chunks;
}

/** @throws AppError image-broken, format-variant */
export function readPngHeader([first]: readonly PngChunk[]): PngHeader {
  if (first?.type !== 'IHDR' || first.body.length !== 13) throw new AppError('image-broken', 'no PNG header');
  const view = new DataView(first.body.buffer, first.body.byteOffset);
  const depth = view.getUint8(8);
  const colourType = view.getUint8(9);
  const channels = CHANNELS[colourType];
  if (!channels || ![1, 2, 4, 8, 16].includes(depth)) throw new AppError('image-broken', 'invalid PNG colour type');
  const interlaced = view.getUint8(12) !== 0;
  const indexed = colourType === INDEXED;
  return { width: view.getUint32(0), height: view.getUint32(4), depth, channels, indexed, interlaced };
}

/**
 * Bytes that lie in memory together while fast-png decodes: the file and two copies of its chunks, the pixel data inflated
 * in pieces and joined, the decoded samples, and what they are turned into on the way to RGB.
 * @param file Bytes of it.
 * @param keyed Whether one colour is transparent, by tRNS.
 */
export function pngMemory(header: PngHeader, file: number, keyed: boolean): number {
  const { width, height, depth, channels, indexed } = header;
  const sampleBytes = depth === 16 ? 2 : 1;
  const kept = channels + (keyed ? 1 : 0);
  const decoded = channels * sampleBytes + (keyed ? kept * sampleBytes : 0);
  const converted = indexed ? 2 * channels + 2 * 4 : depth === 8 ? 0 : kept;
  return 3 * file + 2 * filteredBytes(header) + width * height * (decoded + converted + RGB_TWICE);
}

/**
 * Inflates the pixel data: rows as they are filtered, pass by pass.
 * @throws AppError image-broken when they are incomplete or longer than declared; fast-png inflates them without a limit
 */
export function inflatePngPixels(chunks: readonly PngChunk[], header: PngHeader): Uint8Array<ArrayBuffer> {
  const compressed = concatenate(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  const expected = filteredBytes(header);
  // One byte more than expected shows that there is too much.
  const inflated = unzlibSync(compressed, { out: new Uint8Array(expected + 1) }) as Uint8Array<ArrayBuffer>;
  if (inflated.length !== expected) {
    throw new AppError('image-broken', `PNG pixel data: ${inflated.length} of ${expected} bytes`);
  }
  return inflated;
}

/**
 * The file with the chunks that make pixels and no others: fast-png would inflate a colour profile of any size, and refuses
 * more alpha values than there are pixels.
 */
export function keepPixelChunks(bytes: Uint8Array<ArrayBuffer>, chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  const kept = chunks.filter(({ type }) => ['IHDR', 'PLTE', 'IDAT', 'IEND'].includes(type));
  return concatenate([bytes.subarray(0, SIGNATURE_BYTES), ...kept.map(({ whole }) => whole)]);
}

/** Bytes of the inflated pixel data. */
function filteredBytes(header: PngHeader): number {
  return passesOf(header).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Pixels of an image that are stored together, from top left: a row of them is a row of bytes. */
export interface PngPass {
  /** Of its first pixel, and from one to the next. */
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
  /** Where its rows start in the inflated pixel data, and how long they are: each starts with the number of its filter. */
  readonly start: number;
  readonly bytes: number;
}

/** Passes that have pixels (PNG specification, 8.2). */
export function passesOf({ width, height, depth, channels, interlaced }: PngHeader): PngPass[] {
  const passes: PngPass[] = [];
  let start = 0;
  for (const [x, y, dx, dy] of interlaced ? ADAM7 : PROGRESSIVE) {
    const columns = Math.ceil((width - x) / dx);
    const rows = Math.ceil((height - y) / dy);
    if (columns < 1 || rows < 1) continue;
    const bytes = rows * (1 + Math.ceil((columns * channels * depth) / 8));
    passes.push({ x, y, dx, dy, width: columns, height: rows, start, bytes });
    start += bytes;
  }
  return passes;
}

/** A pass as an image of its own, which is not interlaced and whose checksums are 0. */
export function passAsPng(
  chunks: readonly PngChunk[],
  { depth }: PngHeader,
  { width, height, start, bytes }: PngPass,
  filtered: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  view.setUint8(8, depth);
  view.setUint8(9, chunks[0]?.body[9] ?? 0);
  const palette = chunks.filter(({ type }) => type === 'PLTE');
  return concatenate([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    uncheckedChunk('IHDR', header),
    ...palette.map(({ type, body }) => uncheckedChunk(type, body)),
    uncheckedChunk('IDAT', zlibSync(filtered.subarray(start, start + bytes), { level: 0 })),
    uncheckedChunk('IEND', new Uint8Array()),
  ]);
}

function uncheckedChunk(type: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(CHUNK_FRAME_BYTES + body.length);
  new DataView(chunk.buffer).setUint32(0, body.length);
  chunk.set(
    Array.from(type, (character) => character.charCodeAt(0)),
    4,
  );
  chunk.set(body, 8);
  return chunk;
}

/** @throws AppError image-broken where a chunk of pixels or colours was changed */
export function checkPngCrcs(chunks: readonly PngChunk[]): void {
  for (const { type, body, whole } of chunks) {
    if (!['IHDR', 'PLTE', 'tRNS', 'IDAT'].includes(type)) continue;
    const stored = new DataView(whole.buffer, whole.byteOffset + 8 + body.length, 4).getUint32(0);
    if (crc32(whole.subarray(4, 8 + body.length)) !== stored) {
      throw new AppError('image-broken', `the checksum of the PNG chunk ${type} does not match`);
    }
  }
}

/** CRC-32 of ISO 3309, as PNG and zlib have it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** Start across and down, and step across and down, of each pass over the image. */
type Steps = readonly [x: number, y: number, dx: number, dy: number];
const PROGRESSIVE: readonly Steps[] = [[0, 0, 1, 1]];
const ADAM7: readonly Steps[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];
