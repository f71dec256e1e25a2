/** Small files that claim, or unpack to, more than any machine should give them. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createDeflate, deflateSync } from 'node:zlib';
import { encodeJpeg, encodeWebp } from '../../src/imaging/testing/encode-with-jsquash.ts';
import { writeTiff } from '../../src/imaging/testing/write-tiff.ts';

const SIDE = 60_000;

export async function makeBombs(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const tiff = { samples: 1, bits: 8, photometric: 1, values: [0], blocks: [Uint8Array.of(0)] } as const;
  return new Map([
    ['one-colour.png', await oneColourPng(SIDE, GREY_BIT)],
    ['over-the-limit.png', await oneColourPng(LARGEST.png + 60, RGBA)],
    ['absurd.tif', writeTiff({ ...tiff, width: 1, height: 1, tags: { 256: [65_535], 257: [65_535] } })],
    ['long-run.tif', writeTiff({ ...tiff, width: 65_535, height: 1_024, packing: 'deflate' })],
  ]);
}

/** Sides of squares that need nearly all the memory that a file may have (image-limits.ts). */
const LARGEST = { png: 5430, jpeg: 5160, webp: 5440, tiff: 5300 };

/** Makers of good files, each as large as its format's decoder lets through. Those of JPEG and WebP take seconds to make. */
export const LARGEST_FILES: Readonly<Record<string, () => Promise<Uint8Array<ArrayBuffer>>>> = {
  png: () => oneColourPng(LARGEST.png, RGBA),
  tif: async () => {
    const size = { width: LARGEST.tiff, height: LARGEST.tiff };
    const strip = deflateSync(new Uint8Array(LARGEST.tiff ** 2 * 3));
    return writeTiff({ ...size, samples: 3, bits: 8, photometric: 2, values: [], packing: 'deflate', blocks: [strip] });
  },
  jpeg: () => encodeJpeg(black(LARGEST.jpeg), 'ycbcr', { progressive: true }),
  webp: () => encodeWebp(black(LARGEST.webp)),
};

function black(side: number) {
  return { width: side, height: side, data: new Uint8Array(side * side * 3) };
}

interface PngKind {
  readonly bits: number;
  readonly colourType: number;
  readonly pixelBytes: number;
}

const GREY_BIT: PngKind = { bits: 1, colourType: 0, pixelBytes: 1 / 8 };
const RGBA: PngKind = { bits: 8, colourType: 6, pixelBytes: 4 };

/** A whole, valid PNG in less than a megabyte: of 60,000 pixels a side and one bit, it is one of 450 MB. */
async function oneColourPng(side: number, { bits, colourType, pixelBytes }: PngKind): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, side);
  header.setUint32(4, side);
  header.setUint8(8, bits);
  header.setUint8(9, colourType);
  const rows = Buffer.alloc((1 + Math.ceil(side * pixelBytes)) * 10);
  const pixels = Readable.from(Array.from({ length: side / 10 }, () => rows)).pipe(createDeflate());
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const chunks = [
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', await buffer(pixels)),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat([Uint8Array.from(signature), ...chunks]));
}

function chunk(type: string, body: Uint8Array): Buffer {
  const whole = Buffer.alloc(12 + body.length);
  whole.writeUInt32BE(body.length, 0);
  whole.write(type, 4, 'ascii');
  whole.set(body, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + body.length)), 8 + body.length);
  return whole;
}
