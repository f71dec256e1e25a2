import type { RgbImage } from '../../../base/rgb-image.ts';
import { concatenate } from '../../concatenate.ts';
import { JpegRows } from '../../jpeg-rows.ts';
import { encodeJpeg } from '../../testing/encode-with-jsquash.ts';
import { cutTile } from './write-tiff-slide.ts';

/** One directory of an NDPI file. */
export interface NdpiImage {
  readonly image: RgbImage;
  /** Magnification; -1 for the macro image. */
  readonly lens: number;
  /** Nanometres. */
  readonly z?: number;
  /** MCUs of 8 pixels between two restart markers; undefined for none. */
  readonly interval?: number;
}

const LONG = 4;
const SLONG = 9;
const FLOAT = 11;
const RATIONAL = 5;

/** Pixels a centimetre: 0.5 µm. */
const RESOLUTION = 20_000;

/**
 * Writes an NDPI file: JPEG streams with restart intervals of a row of MCUs or a part of one, and directories with 8-byte
 * offsets and the upper halves of their entries.
 */
export async function writeNdpi(images: readonly NdpiImage[]): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [Uint8Array.of(0x49, 0x49, 42, 0), new Uint8Array(8)];
  let length = 12;
  const append = (bytes: Uint8Array) => {
    parts.push(bytes);
    length += bytes.length;
    return length - bytes.length;
  };
  let pointer = parts[1] as Uint8Array;
  for (const { image, lens, z = 0, interval } of images) {
    const { stream, starts } = interval
      ? await withRestarts(image, interval)
      : { stream: await encodeJpeg(image), starts: [] };
    const streamAt = append(stream);
    const startsAt = append(new Uint8Array(Uint32Array.from(starts).buffer));
    const resolutionAt = append(new Uint8Array(Uint32Array.of(RESOLUTION, 1).buffer));
    const tags: [tag: number, type: number, count: number, value: number][] = [
      [256, LONG, 1, image.width],
      [257, LONG, 1, image.height],
      [259, LONG, 1, 7],
      [262, LONG, 1, 6],
      [273, LONG, 1, streamAt],
      [277, LONG, 1, 3],
      [278, LONG, 1, image.height],
      [279, LONG, 1, stream.length],
      [282, RATIONAL, 1, resolutionAt],
      [283, RATIONAL, 1, resolutionAt],
      [296, LONG, 1, 3],
      [65_420, LONG, 1, 1],
      [65_421, FLOAT, 1, new Uint32Array(Float32Array.of(lens).buffer)[0] as number],
      [65_422, SLONG, 1, 0],
      [65_423, SLONG, 1, 0],
      [65_424, SLONG, 1, z >>> 0],
      ...(starts.length > 0
        ? [
            [65_426, LONG, starts.length, starts.length === 1 ? (starts[0] as number) : startsAt] as [
              number,
              number,
              number,
              number,
            ],
          ]
        : []),
    ];
    new DataView(pointer.buffer, pointer.byteOffset).setUint32(0, length, true);
    const directory = new DataView(new ArrayBuffer(2 + 12 * tags.length));
    directory.setUint16(0, tags.length, true);
    tags.forEach(([tag, type, count, value], i) => {
      directory.setUint16(2 + 12 * i, tag, true);
      directory.setUint16(4 + 12 * i, type, true);
      directory.setUint32(6 + 12 * i, count, true);
      directory.setUint32(10 + 12 * i, value, true);
    });
    append(new Uint8Array(directory.buffer));
    pointer = new Uint8Array(8);
    append(pointer);
    append(new Uint8Array(4 * tags.length));
  }
  return concatenate(parts);
}

/** The intervals are encoded one below the other, for the same tables, and cut apart. */
async function withRestarts(image: RgbImage, interval: number): Promise<{ stream: Uint8Array; starts: number[] }> {
  const width = interval * 8;
  const tiles: RgbImage[] = [];
  for (let top = 0; top < image.height; top += 8) {
    for (let left = 0; left < image.width; left += width) tiles.push(cutTile(image, left, top, width, 8));
  }
  const stacked = { width, height: 8 * tiles.length, data: concatenate(tiles.map(({ data }) => data)) };
  const jpeg = JpegRows.open(await encodeJpeg(stacked)) as JpegRows;
  const streams = tiles.map((_, row) => jpeg.cut(row, row + 1));
  const data = streams.map((stream) => stream.subarray(scanStart(stream), -2));
  const header = (streams[0] as Uint8Array).slice(0, scanStart(streams[0] as Uint8Array));
  const sos = header.length - 14;
  const whole = concatenate([
    header.subarray(0, sos),
    Uint8Array.of(0xff, 0xdd, 0, 4, interval >> 8, interval & 255),
    header.subarray(sos),
  ]);
  const starts: number[] = [];
  let length = whole.length;
  const marked = data.map((part, i) => {
    starts.push(length);
    const ended = concatenate([part, Uint8Array.of(0xff, i < data.length - 1 ? 0xd0 + (i % 8) : 0xd9)]);
    length += ended.length;
    return ended;
  });
  const frame = frameAt(whole);
  const view = new DataView(whole.buffer);
  view.setUint16(frame + 5, image.height);
  view.setUint16(frame + 7, image.width);
  return { stream: concatenate([whole, ...marked]), starts };
}

function frameAt(stream: Uint8Array): number {
  let at = 2;
  while (stream[at + 1] !== 0xc0) at += segmentBytes(stream, at);
  return at;
}

function scanStart(stream: Uint8Array): number {
  let at = 2;
  while (stream[at + 1] !== 0xda) at += segmentBytes(stream, at);
  return at + segmentBytes(stream, at);
}

function segmentBytes(stream: Uint8Array, at: number): number {
  return 2 + (((stream[at + 2] as number) << 8) | (stream[at + 3] as number));
}
