import { type DecodedPng, decode } from 'fast-png';
import { AppError } from '../base/errors.ts';
import type { DecodedImage } from './decoded-image.ts';
import { readExifOrientation } from './exif-orientation.ts';
import { checkDimensions, checkMemory } from './image-limits.ts';
import { orient } from './orientation.ts';
import {
  checkPngCrcs,
  inflatePngPixels,
  keepPixelChunks,
  type PngChunk,
  type PngHeader,
  type PngPass,
  passAsPng,
  passesOf,
  pngMemory,
  readPngChunks,
  readPngHeader,
} from './png-file.ts';
import { bitsInUse, largestOf, type Samples, samplesToRgb } from './samples-to-rgb.ts';
import { stretchTo8Bit, unpackBits } from './unpack-bits.ts';

/** Decodes a PNG file of any colour type with its eXIf orientation; of an animation, the image that other viewers show. */
export function decodePng(bytes: Uint8Array<ArrayBuffer>): DecodedImage {
  const chunks = readPngChunks(bytes);
  const header = readPngHeader(chunks);
  checkDimensions(header.width, header.height);
  const keyed = !header.indexed && chunks.some(({ type }) => type === 'tRNS');
  checkMemory(pngMemory(header, bytes.length, keyed));
  checkPngCrcs(chunks);
  const filtered = inflatePngPixels(chunks, header);
  // fast-png takes a whole byte for each sample of interlaced images.
  const isPacked = header.interlaced && header.depth < 8;
  const samples = isPacked ? decodePasses(chunks, header, filtered) : decodeWhole(bytes, chunks, header);
  const exif = chunks.find(({ type }) => type === 'eXIf');
  const image = orient(samplesToRgb(samples), exif ? readExifOrientation(exif.body) : 1);
  return samples.bits !== undefined && samples.bits < 16 ? { ...image, bitsByRange: samples.bits } : image;
}

function decodeWhole(bytes: Uint8Array<ArrayBuffer>, chunks: readonly PngChunk[], header: PngHeader): Samples {
  return toSamples(decode(keepPixelChunks(bytes, chunks)), chunks, header);
}

/** The passes of an interlaced image, each decoded as an image of its own. */
function decodePasses(chunks: readonly PngChunk[], header: PngHeader, filtered: Uint8Array<ArrayBuffer>): Samples {
  let whole: Samples | undefined;
  for (const pass of passesOf(header)) {
    const part = toSamples(decode(passAsPng(chunks, header, pass, filtered)), chunks, header);
    const { width, height } = header;
    whole ??= { ...part, width, height, data: new Uint8Array(width * height * part.channels) };
    scatter(part, pass, whole);
  }
  if (!whole) throw new AppError('image-broken', 'a PNG file without pixels');
  return whole;
}

function scatter({ width, height, channels, data }: Samples, { x, y, dx, dy }: PngPass, whole: Samples): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * channels;
      const to = ((y + row * dy) * whole.width + x + column * dx) * channels;
      for (let channel = 0; channel < channels; channel++) whole.data[to + channel] = data[from + channel] as number;
    }
  }
}

function toSamples(decoded: DecodedPng, chunks: readonly PngChunk[], { indexed }: PngHeader): Samples {
  return indexed ? coloursOf(decoded, chunks) : samplesOf(decoded, chunks);
}

function coloursOf({ width, height, depth, data }: DecodedPng, chunks: readonly PngChunk[]): Samples {
  const body = (wanted: string) => chunks.find(({ type }) => type === wanted)?.body ?? new Uint8Array();
  const palette = body('PLTE');
  const alphas = body('tRNS');
  const indices = depth < 8 ? unpackBits(data as Uint8Array, width, height, depth) : data;
  const colours = new Uint8Array(width * height * 4);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    if (index * 3 >= palette.length) throw new AppError('image-broken', `PNG colour ${index} of ${palette.length / 3}`);
    colours.set(palette.subarray(index * 3, index * 3 + 3), i * 4);
    colours[i * 4 + 3] = alphas[index] ?? 255;
  }
  return { width, height, channels: 4, data: colours };
}

function samplesOf({ width, height, depth, channels, data }: DecodedPng, chunks: readonly PngChunk[]): Samples {
  const transparency = channels % 2 === 1 ? transparentColour(chunks, channels) : undefined;
  const values = depth < 8 ? unpackBits(data as Uint8Array, width * channels, height, depth) : data;
  const bits = values instanceof Uint16Array ? bitsInUse(largestOf(values, channels)) : undefined;
  const keyed = transparency ? addKeyedAlpha(values, transparency, 2 ** depth - 1) : values;
  const full = depth < 8 ? stretchTo8Bit(keyed as Uint8Array<ArrayBuffer>, depth) : keyed;
  return {
    width,
    height,
    channels: (transparency ? channels + 1 : channels) as Samples['channels'],
    data: full as Samples['data'],
    ...(bits !== undefined && { bits }),
  };
}

/** The colour that stands for transparent (tRNS); undefined for none. */
function transparentColour(chunks: readonly PngChunk[], channels: number): Uint16Array | undefined {
  const body = chunks.find(({ type }) => type === 'tRNS')?.body;
  if (!body || body.length < 2 * channels) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  return Uint16Array.from({ length: channels }, (_, channel) => view.getUint16(2 * channel));
}

/** Adds an alpha sample to each pixel: 0 where the pixel equals the transparent colour of tRNS, `opaque` elsewhere. */
function addKeyedAlpha(values: DecodedPng['data'], key: Uint16Array, opaque: number): DecodedPng['data'] {
  const pixels = values.length / key.length;
  const size = pixels * (key.length + 1);
  const keyed = values instanceof Uint16Array ? new Uint16Array(size) : new Uint8Array(size);
  let from = 0;
  let to = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let equal = true;
    for (const transparent of key) {
      const value = values[from++] as number;
      equal &&= value === transparent;
      keyed[to++] = value;
    }
    keyed[to++] = equal ? 0 : opaque;
  }
  return keyed;
}
