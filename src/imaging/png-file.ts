import { unzlibSync } from 'fflate';
import { AppError } from '../base/errors.ts';
import { concatenate } from './concatenate.ts';
import { RGB_TWICE } from './image-limits.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's body. */
const CHUNK_FRAME_BYTES = 12;
/** Samples a pixel by colour type: grey, RGB, palette index, grey and alpha, RGB and alpha. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

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
  // fast-png takes a whole byte for each sample there.
  if (interlaced && depth < 8) throw new AppError('format-variant', `interlaced PNG with ${depth} bits a sample`);
  const indexed = colourType === 3;
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
  const converted = indexed ? channels + 4 : depth === 8 ? 0 : kept;
  return 3 * file + 2 * filteredBytes(header) + width * height * (decoded + converted + RGB_TWICE);
}

/**
 * Makes sure that the pixel data are complete and no longer than declared; fast-png inflates them without a limit.
 * @throws AppError image-broken
 */
export function checkPngPixelData(chunks: readonly PngChunk[], header: PngHeader): void {
  const compressed = concatenate(chunks.filter(({ type }) => type === 'IDAT').map(({ body }) => body));
  const expected = filteredBytes(header);
  // One byte more than expected shows that there is too much.
  const inflated = unzlibSync(compressed, { out: new Uint8Array(expected + 1) }).length;
  if (inflated !== expected) throw new AppError('image-broken', `PNG pixel data: ${inflated} of ${expected} bytes`);
}

/** The file with the chunks that make pixels and no others: fast-png would inflate a colour profile of any size. */
export function keepPixelChunks(bytes: Uint8Array<ArrayBuffer>, chunks: readonly PngChunk[]): Uint8Array<ArrayBuffer> {
  const kept = chunks.filter(({ type }) => ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].includes(type));
  return concatenate([bytes.subarray(0, SIGNATURE_BYTES), ...kept.map(({ whole }) => whole)]);
}

/** Bytes of the inflated pixel data: each row of each pass starts with the number of its filter. */
function filteredBytes({ width, height, depth, channels, interlaced }: PngHeader): number {
  const passes = interlaced ? ADAM7 : PROGRESSIVE;
  return passes.reduce((sum, [x, y, dx, dy]) => {
    const columns = Math.ceil((width - x) / dx);
    const rows = Math.ceil((height - y) / dy);
    return columns > 0 && rows > 0 ? sum + rows * (1 + Math.ceil((columns * channels * depth) / 8)) : sum;
  }, 0);
}

/** Start across and down, and step across and down, of each pass over the image (PNG specification, 8.2). */
type Pass = readonly [x: number, y: number, dx: number, dy: number];
const PROGRESSIVE: readonly Pass[] = [[0, 0, 1, 1]];
const ADAM7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];
