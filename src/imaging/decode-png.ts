import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import type { DecodedImage } from './decoded-image.ts';
import { readExifOrientation } from './exif-orientation.ts';
import { checkDimensions, checkMemory } from './image-limits.ts';
import { orient } from './orientation.ts';
import { checkPngPixelData, keepPixelChunks, pngMemory, readPngChunks, readPngHeader } from './png-file.ts';
import { bitsInUse, largestOf, type Samples, samplesToRgb } from './samples-to-rgb.ts';
import { stretchTo8Bit, unpackBits } from './unpack-bits.ts';

/** Decodes a PNG file of any colour type with its eXIf orientation; of an animation, the image that other viewers show. */
export function decodePng(bytes: Uint8Array<ArrayBuffer>): DecodedImage {
  const chunks = readPngChunks(bytes);
  const header = readPngHeader(chunks);
  checkDimensions(header.width, header.height);
  const keyed = !header.indexed && chunks.some(({ type }) => type === 'tRNS');
  checkMemory(pngMemory(header, bytes.length, keyed));
  checkPngPixelData(chunks, header);
  const decoded = decode(keepPixelChunks(bytes, chunks), { checkCrc: true });
  const samples = header.indexed ? coloursOf(decoded) : samplesOf(decoded);
  const exif = chunks.find(({ type }) => type === 'eXIf');
  const image = orient(samplesToRgb(samples), exif ? readExifOrientation(exif.body) : 1);
  return samples.bits !== undefined && samples.bits < 16 ? { ...image, bitsByRange: samples.bits } : image;
}

function coloursOf(decoded: DecodedPng): Samples {
  const data = convertIndexedToRgb(decoded);
  const channels = data.length === decoded.width * decoded.height * 4 ? 4 : 3;
  return { width: decoded.width, height: decoded.height, channels, data };
}

function samplesOf({ width, height, depth, channels, data, transparency }: DecodedPng): Samples {
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
