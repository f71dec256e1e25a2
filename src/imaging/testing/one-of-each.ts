import type { ImageFormat } from '../detect-format.ts';
import { encodeJpeg, encodeWebp } from './encode-with-jsquash.ts';
import { FAX_IMAGES } from './fax-images.ts';
import { testImage } from './test-image.ts';
import { writeBmp } from './write-bmp.ts';
import { writeGif } from './write-gif.ts';
import { writePng } from './write-png.ts';
import { writeTiff } from './write-tiff.ts';

/** Pixels a side; a multiple of 4, so that rows of a BMP need no padding. */
const SIDE = 32;

/** A good file of every format, and of TIFF one a compression. The name's ending is the format's. */
export async function oneOfEach(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const image = testImage(SIDE, SIDE);
  const size = { width: SIDE, height: SIDE };
  const values = Array.from(image.data);
  const rows = Array.from({ length: SIDE }, (_, y) => values.slice(y * SIDE * 3, (y + 1) * SIDE * 3));
  const tiff = { ...size, samples: 3, bits: 8, values, photometric: 2, rowsPerStrip: 8 } as const;
  const indices = Array.from({ length: SIDE * SIDE }, (_, at) => (at * 7) % 4);
  const colours = [200, 90, 140, 90, 40, 120, 250, 240, 245, 10, 20, 30];
  return new Map<`${string}.${ImageFormat | 'tif'}`, Uint8Array<ArrayBuffer>>([
    ['true-colour.png', writePng({ ...size, depth: 8, colourType: 2, rows })],
    ['baseline.jpeg', await encodeJpeg(image)],
    ['progressive.jpeg', await encodeJpeg(image, 'ycbcr', { progressive: true })],
    ['lossless.webp', await encodeWebp(image)],
    ['true-colour.bmp', writeBmp({ ...size, bits: 24, pixels: values })],
    ['four-colours.gif', writeGif({ screen: [SIDE, SIDE], frame: [0, 0, SIDE, SIDE], colours, indices })],
    ['plain.tif', writeTiff(tiff)],
    ['pack-bits.tif', writeTiff({ ...tiff, packing: 'packBits' })],
    ['lzw.tif', writeTiff({ ...tiff, packing: 'lzw', predicted: true })],
    ['deflate.tif', writeTiff({ ...tiff, packing: 'deflate', tile: [16, 16] })],
    ['zstd.tif', writeTiff({ ...tiff, packing: 'zstd', tile: [16, 16] })],
    ['big.tif', writeTiff({ ...tiff, bigTiff: true, bigEndian: true })],
    ...Object.entries(FAX_IMAGES).map(([name, bytes]): [`${string}.tif`, Uint8Array<ArrayBuffer>] => [
      name as `${string}.tif`,
      bytes,
    ]),
  ]);
}
