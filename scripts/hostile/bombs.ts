/** Small files that claim, or unpack to, more than any machine should give them. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, createDeflate } from 'node:zlib';
import { writeTiff } from '../../src/imaging/testing/write-tiff.ts';

const SIDE = 60_000;

export async function makeBombs(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const tiff = { samples: 1, bits: 8, photometric: 1, values: [0], blocks: [Uint8Array.of(0)] } as const;
  return new Map([
    ['one-colour.png', await oneColourPng(SIDE)],
    ['absurd.tif', writeTiff({ ...tiff, width: 1, height: 1, tags: { 256: [65_535], 257: [65_535] } })],
    ['long-run.tif', writeTiff({ ...tiff, width: 65_535, height: 1_024, packing: 'deflate' })],
  ]);
}

/** A whole, valid PNG of one bit a pixel: 450 MB in less than one. */
async function oneColourPng(side: number): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, side);
  header.setUint32(4, side);
  header.setUint8(8, 1);
  const rows = Buffer.alloc((1 + side / 8) * 100);
  const pixels = Readable.from(Array.from({ length: side / 100 }, () => rows)).pipe(createDeflate());
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
