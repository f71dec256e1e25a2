import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../base/rgb-image.ts';
import { decodeImage } from './decode-image.ts';
import { striped, type TiffImage, tiled, writeTiffSlide } from './slides/testing/write-tiff-slide.ts';
import { encodeJpeg } from './testing/encode-with-jsquash.ts';
import { largestDifference, testImage } from './testing/test-image.ts';
import { type Packing, type TiffRecipe, writeTiff } from './testing/write-tiff.ts';

vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'));

const decode = (recipe: TiffRecipe) => decodeImage(new Blob([writeTiff(recipe)]));
const image = testImage(19, 13);
const rgb: TiffRecipe = { ...image, samples: 3, bits: 8, values: image.data, photometric: 2 };
const reds = Array.from(image.data).filter((_, i) => i % 3 === 0);
const grey: TiffRecipe = { ...rgb, samples: 1, values: reds, photometric: 1 };
const fromGrey = (values: readonly number[]): RgbImage => ({
  ...image,
  data: Uint8Array.from(values.flatMap((value) => [value, value, value])),
});
const wide = (values: ArrayLike<number>) => Array.from(values, (value) => value * 257);
const tile = [16, 16] as const;

/** Lossless variants and the image they must give, byte for byte. */
const VARIANTS: readonly (readonly [name: string, recipe: TiffRecipe, expected: RgbImage])[] = [
  ['one strip', rgb, image],
  ['strips', { ...rgb, rowsPerStrip: 5 }, image],
  ['tiles', { ...rgb, tile }, image],
  ['big-endian strips of a row', { ...rgb, bigEndian: true, rowsPerStrip: 1 }, image],
  ['BigTIFF', { ...rgb, bigTiff: true, rowsPerStrip: 4 }, image],
  ['big-endian BigTIFF', { ...rgb, bigTiff: true, bigEndian: true, tile, packing: 'lzw' }, image],
  ['planes', { ...rgb, planar: true, rowsPerStrip: 4 }, image],
  ['tiled planes', { ...rgb, planar: true, tile, packing: 'deflate', predicted: true }, image],
  ['Zstandard', { ...rgb, packing: 'zstd', predicted: true, rowsPerStrip: 4 }, image],
  ['Zstandard in planes', { ...rgb, packing: 'zstd', planar: true, tile }, image],
  ['16-bit RGB', { ...rgb, bits: 16, values: wide(image.data) }, image],
  ['big-endian 16-bit planes', { ...rgb, bits: 16, values: wide(image.data), bigEndian: true, planar: true }, image],
  [
    'big-endian 16-bit prediction',
    { ...rgb, bits: 16, values: wide(image.data), bigEndian: true, predicted: true },
    image,
  ],
  ['grey', grey, fromGrey(reds)],
  ['grey, white is zero', { ...grey, photometric: 0 }, fromGrey(reds.map((value) => 255 - value))],
  ['16-bit grey', { ...grey, bits: 16, values: wide(reds) }, fromGrey(reds)],
  [
    '16-bit grey, white is zero',
    { ...grey, bits: 16, values: wide(reds), photometric: 0 },
    fromGrey(reds.map((v) => 255 - v)),
  ],
  ['1-bit grey', { ...grey, bits: 1, values: reds.map((v) => v & 1) }, fromGrey(reds.map((v) => (v & 1) * 255))],
  ['2-bit grey', { ...grey, bits: 2, values: reds.map((v) => v & 3) }, fromGrey(reds.map((v) => (v & 3) * 85))],
  [
    '4-bit grey tiles',
    { ...grey, bits: 4, values: reds.map((v) => v & 15), tile },
    fromGrey(reds.map((v) => (v & 15) * 17)),
  ],
  ['palette', paletteRecipe(8, 256), fromGrey(reds.map((value) => 255 - value))],
  ['palette brought to 16 bits by 257', paletteRecipe(8, 257), fromGrey(reds.map((value) => 255 - value))],
  ['palette of 8-bit values', paletteRecipe(8, 1), fromGrey(reds.map((value) => 255 - value))],
  ['4-bit palette', paletteRecipe(4, 256), fromGrey(reds.map((value) => 255 - (value & 15)))],
  ['straight alpha', withAlpha(2, 51), fromEach((value) => Math.floor((value * 51 + 255 * 204) / 255 + 0.5))],
  ['alpha that no tag explains', withAlpha(undefined, 0), fromEach(() => 255)],
  ['a fourth sample that is no alpha', withAlpha(0, 0), image],
  ['multiplied alpha', multipliedAlpha(), fromEach((value) => Math.min(255, (value >> 1) + 127))],
  ['YCbCr without subsampling', ycbcrGrey(), fromGrey(reds)],
];

function paletteRecipe(bits: 4 | 8, factor: number): TiffRecipe {
  const map = Array.from({ length: 2 ** bits }, (_, i) => (255 - i) * factor);
  return {
    ...grey,
    bits,
    photometric: 3,
    values: reds.map((v) => v & (2 ** bits - 1)),
    tags: { 320: [...map, ...map, ...map] },
  };
}

function withAlpha(extraSamples: number | undefined, alpha: number): TiffRecipe {
  const values = reds.flatMap((_, i) => [...image.data.slice(i * 3, i * 3 + 3), alpha]);
  return { ...rgb, samples: 4, values, tags: extraSamples === undefined ? {} : { 338: [extraSamples] } };
}

function multipliedAlpha(): TiffRecipe {
  const values = reds.flatMap((_, i) => [...image.data.slice(i * 3, i * 3 + 3).map((value) => value >> 1), 128]);
  return { ...rgb, samples: 4, values, tags: { 338: [1] } };
}

function ycbcrGrey(): TiffRecipe {
  return { ...rgb, photometric: 6, values: reds.flatMap((value) => [value, 128, 128]), tags: { 530: [1, 1] } };
}

function fromEach(change: (value: number) => number): RgbImage {
  return { ...image, data: image.data.map(change) };
}

describe('decodeTiff', () => {
  it.each(VARIANTS)('reads %s', async (_name, recipe, expected) => {
    expect(await decode(recipe)).toEqual(expected);
  });

  it.each<Packing>(['none', 'packBits', 'lzw', 'deflate'])('unpacks any strips and tiles: %s', async (packing) => {
    const recipes = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      tiled: fc.boolean(),
      predicted: fc.boolean(),
      noise: fc.uint8Array({ minLength: 1, maxLength: 4800 }),
    });
    await fc.assert(
      fc.asyncProperty(recipes, async ({ width, height, tiled, predicted, noise }) => {
        const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => noise[i % noise.length] as number);
        const cut = tiled ? { tile } : { rowsPerStrip: 7 };
        const recipe = {
          width,
          height,
          samples: 3,
          bits: 8,
          values: data,
          photometric: 2,
          packing,
          predicted,
          ...cut,
        } as const;
        expect(await decode(recipe)).toEqual({ width, height, data });
      }),
      { numRuns: 30 },
    );
  });

  it('unpacks LZW beyond a full table', async () => {
    const noise = Array.from({ length: 90 * 90 }, (_, i) => ((i * 2654435761) >>> 13) & 255);
    const decoded = await decode({
      width: 90,
      height: 90,
      samples: 1,
      bits: 8,
      values: noise,
      photometric: 1,
      packing: 'lzw',
    });
    expect(Array.from(decoded.data).filter((_, i) => i % 3 === 0)).toEqual(noise);
  });

  it.each(['rgb', 'ycbcr', 'grey'] as const)('reads JPEG strips of %s', async (colours) => {
    const whole = testImage(32, 16);
    const photometric = { rgb: 2, ycbcr: 6, grey: 1 }[colours];
    const samples = colours === 'grey' ? 1 : 3;
    const jpeg = await encodeJpeg(whole, colours);
    const recipe: TiffRecipe = { ...rgb, ...whole, samples, photometric, packing: 'jpeg', blocks: [jpeg] };
    const expected = colours === 'grey' ? await decodeImage(new Blob([jpeg])) : whole;
    expect(largestDifference(await decode(recipe), expected)).toBeLessThanOrEqual(3);
  });

  it('takes the JPEG tables from their own tag', async () => {
    const whole = testImage(32, 16);
    const { tables, rest } = splitTables(await encodeJpeg(whole));
    const recipe: TiffRecipe = {
      ...rgb,
      ...whole,
      photometric: 6,
      packing: 'jpeg',
      blocks: [rest],
      tags: { 347: tables },
    };
    expect(largestDifference(await decode(recipe), whole)).toBeLessThanOrEqual(3);
  });

  it('reads JPEG of red, green, blue and alpha, which codecs take for CMYK', async () => {
    const { width, height, data } = await decodeImage(new Blob([Buffer.from(RGBA_JPEG, 'base64')]));
    expect([width, height]).toEqual([16, 16]);
    // Red, half of which shows, over white; then blue as it is.
    for (const [at, expected] of [
      [0, [255, 128, 128]],
      [15, [0, 0, 255]],
    ] as const) {
      for (const [channel, value] of expected.entries()) {
        expect(Math.abs((data[at * 3 + channel] as number) - value)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('gives a palette its alpha, straight or multiplied', async () => {
    const colorMap = [255, 0, 0, 0, 0, 255].map((value) => value * 257);
    const recipe: TiffRecipe = {
      width: 2,
      height: 1,
      samples: 2,
      bits: 8,
      values: [0, 255, 1, 0],
      photometric: 3,
      tags: {
        320: [
          ...colorMap.slice(0, 2),
          ...new Array(254).fill(0),
          ...colorMap.slice(2, 4),
          ...new Array(254).fill(0),
          ...colorMap.slice(4),
          ...new Array(254).fill(0),
        ],
        338: [2],
      },
    };
    expect(Array.from((await decode(recipe)).data)).toEqual([255, 0, 0, 255, 255, 255]);
    const unsaid = { ...recipe, tags: { ...recipe.tags, 338: [0] } };
    expect(Array.from((await decode(unsaid)).data)).toEqual([255, 0, 0, 0, 0, 255]);
  });

  it('converts YCbCr by its own coefficients and references', async () => {
    const ycbcr: TiffRecipe = { width: 1, height: 1, samples: 3, bits: 8, values: [100, 90, 200], photometric: 6 };
    const read = async (rationals: Readonly<Record<number, readonly number[]>>) =>
      Array.from((await decode({ ...ycbcr, tags: { 530: [1, 1] }, rationals })).data);
    // BT.601: R = Y + 1.402 Cr, B = Y + 1.772 Cb, G from luma.
    expect(await read({})).toEqual([201, 62, 33]);
    // BT.709.
    expect(await read({ 529: [0.2126, 0.7152, 0.0722] })).toEqual([213, 73, 29]);
    // Studio range: luma 16 to 235, chroma 128 plus or minus 112.
    expect(await read({ 532: [16, 235, 128, 240, 128, 240] })).toEqual([212, 54, 21]);
    expect(await read({ 529: [0, 0, 0], 532: [9, 9, 9, 9, 9, 9] })).toEqual([201, 62, 33]);
  });

  it('paints tiles white that the file does not store, unless that is all of them', async () => {
    const recipe: TiffRecipe = { ...rgb, tile: [16, 16], packing: 'deflate' };
    const whole = await decode(recipe);
    const sparse = await decode({ ...recipe, missing: [1] });
    const { width } = whole;
    sparse.data.forEach((value, at) => {
      const x = Math.floor(at / 3) % width;
      const y = Math.floor(at / 3 / width);
      const isThere = y >= 16 || x < 16 || x >= 32;
      if (value !== (isThere ? whole.data[at] : 255)) throw new Error(`${value} at ${x}, ${y}`);
    });
    const all = Array.from({ length: 99 }, (_, i) => i);
    await expect(decode({ ...recipe, missing: all })).rejects.toMatchObject({ code: 'image-broken' });
    await expect(decode({ ...rgb, rowsPerStrip: 4, missing: [1] })).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('honours the orientation', async () => {
    const turned = await decode({ ...rgb, tags: { 274: [6] } });
    expect([turned.width, turned.height]).toEqual([13, 19]);
    // Turned clockwise, the top left pixel was the bottom left one.
    expect(turned.data.slice(0, 3)).toEqual(image.data.slice(12 * 19 * 3, 12 * 19 * 3 + 3));
  });

  it.each<readonly [string, Partial<TiffRecipe>, string]>([
    ['no block', { blocks: [] }, 'image-broken'],
    ['a block that is cut off', { blocks: [new Uint8Array(10)] }, 'image-broken'],
    [
      'a JPEG of another size than its block',
      { blocks: [Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1, 3)], packing: 'jpeg' },
      'image-broken',
    ],
    ['an invalid LZW code', { blocks: [Uint8Array.of(0x80, 0x7f, 0xff)], packing: 'lzw' }, 'image-broken'],
    ['old-style LZW', { blocks: [Uint8Array.of(0, 1, 2)], packing: 'lzw' }, 'format-variant'],
    ['no width', { tags: { 256: [0] } }, 'image-broken'],
    ['more than 64 megapixels', { tags: { 256: [8193], 257: [8192] } }, 'image-too-large'],
    ['tiles far larger than the image', { tags: { 322: [0xffff], 323: [0xffff] }, tile }, 'image-too-large'],
    ['CMYK', { photometric: 5 }, 'format-variant'],
    ['an unknown compression', { tags: { 259: [34887] } }, 'format-variant'],
    ['floating point', { tags: { 339: [3, 3, 3] } }, 'format-variant'],
    ['samples of several depths', { tags: { 258: [8, 8, 16] } }, 'format-variant'],
    ['subsampled YCbCr', { photometric: 6 }, 'format-variant'],
    ['no palette', { ...grey, photometric: 3 }, 'image-broken'],
  ])('refuses %s', async (_name, change, code) => {
    await expect(decode({ ...rgb, ...change })).rejects.toMatchObject({ name: 'AppError', code });
  });

  it('refuses a file at any place where it is cut off', async () => {
    const whole = writeTiff({ ...rgb, rowsPerStrip: 4, packing: 'deflate' });
    for (let length = 4; length < whole.length - 4; length += 7) {
      await expect(decodeImage(new Blob([whole.subarray(0, length)]))).rejects.toMatchObject({ code: 'image-broken' });
    }
  });
});

/** 16 x 16 pixels, left red and half transparent, right blue; written by Pillow with compression 'jpeg'. */
const RGBA_JPEG =
  'SUkqAFYAAAD/2P/AABQIABAAEAQAEQABEQACEQADEQD/2gAOBAAAAQACAAMAAD8A/fyv5/6/n/or+AOiv7/K/fyv7/KK/gDr8A6/gDor+/yv38r/2QAMAAABAwABAAAAEAAAAAEBAwABAAAAEAAAAAIBAwAEAAAA7AAAAAMBAwABAAAABwAAAAYBAwABAAAAAgAAABEBBAABAAAACAAAABUBAwABAAAABAAAABYBAwABAAAAEAAAABcBBAABAAAATQAAABwBAwABAAAAAQAAAFIBAwABAAAAAgAAAFsBBwAhAQAA9AAAAAAAAAAIAAgACAAIAP/Y/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCgoK/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9k=';

/** Moves the quantisation and Huffman tables of a JPEG stream to one of their own. */
function splitTables(jpeg: Uint8Array): { tables: number[]; rest: Uint8Array } {
  const tables = [0xff, 0xd8];
  const rest = [0xff, 0xd8];
  let offset = 2;
  while (jpeg[offset + 1] !== 0xda) {
    const length = 2 + (((jpeg[offset + 2] as number) << 8) | (jpeg[offset + 3] as number));
    const isTable = jpeg[offset + 1] === 0xdb || jpeg[offset + 1] === 0xc4;
    (isTable ? tables : rest).push(...jpeg.subarray(offset, offset + length));
    offset += length;
  }
  return { tables: [...tables, 0xff, 0xd9], rest: Uint8Array.of(...rest, ...jpeg.subarray(offset)) };
}

it('takes three samples without a word on them for RGB, and counts of bits beyond the samples for nothing', async () => {
  const tagsOf = striped(image).tags;
  const { 262: _photometric, ...silent } = tagsOf;
  const decodeWith = (tags: TiffImage['tags']) =>
    decodeImage(new Blob([writeTiffSlide({ images: [{ ...striped(image), tags }] })]));
  expect(await decodeWith(silent)).toEqual(image);
  expect(await decodeWith({ ...tagsOf, 258: [8, 8, 8, 16] })).toEqual(image);
});

describe('16-bit files that use fewer bits', () => {
  /** The bits that camera data have: what is left of 16 are zeros above. */
  const with12 = (values: ArrayLike<number>) => Array.from(values, (value) => value * 16 + 7);
  const bright = { ...image, data: image.data.map((value, at) => (at < 3 ? 255 : value)) };
  const rgb16: TiffRecipe = { ...rgb, bits: 16, values: with12(bright.data) };

  it.each([
    [8, 1],
    [10, 4],
    [12, 16],
    [14, 64],
  ])('%i bits are as bright as the copy in 8 bits, which is said', async (bits, factor) => {
    const values = Array.from(bright.data, (value) => value * factor + Math.floor(factor / 2));
    const decoded = await decode({ ...rgb, bits: 16, values });
    expect(decoded).toMatchObject({ bitsByRange: bits });
    expect(largestDifference(decoded, bright)).toBeLessThanOrEqual(1);
  });

  it('a tag tells before the range does, and nothing is said', async () => {
    for (const tag of [281, 341]) {
      const decoded = await decode({ ...rgb16, values: with12(image.data), tags: { [tag]: [4095, 4095, 4095] } });
      expect(decoded).not.toHaveProperty('bitsByRange');
      expect(largestDifference(decoded, image)).toBeLessThanOrEqual(1);
    }
    // All 16 bits of a dark image.
    expect(largestDifference(await decode({ ...rgb16, tags: { 341: [65_535] } }), bright)).toBeGreaterThan(200);
  });

  it('white is zero, and alpha, keep to the same bits', async () => {
    const values = with12(bright.data.filter((_, at) => at % 3 === 0));
    const inverted = await decode({ ...grey, bits: 16, values: values.map((value) => 4095 - value), photometric: 0 });
    expect(largestDifference(inverted, fromGrey(values.map((value) => Math.floor(value / 16))))).toBeLessThanOrEqual(1);
  });
});

describe('a file of several images', () => {
  const label = striped(testImage(30, 40), { 270: 'Label Image' });
  const decodePages = (...images: TiffImage[]) => decodeImage(new Blob([writeTiffSlide({ images })]));

  it('gives the one that is no label, macro, thumbnail, mask or smaller version', async () => {
    expect(await decodePages(label, striped(image))).toEqual(image);
    expect(await decodePages(striped(image), label)).toEqual(image);
    const others = [
      striped(testImage(90, 20), { 270: 'macro' }),
      striped(testImage(90, 20), { 254: [4] }),
      striped(testImage(38, 26), { 254: [1] }),
      striped(testImage(10, 7)),
    ];
    expect(await decodePages(...others, striped(image))).toEqual(image);
  });

  it('gives the first of a stack', async () => {
    const dark = { ...image, data: new Uint8Array(image.data.length) };
    expect(await decodePages(striped(image), striped(dark), striped(dark))).toEqual(image);
  });

  it('is refused where it holds a label and a macro image and nothing else', async () => {
    const macro = striped(testImage(90, 20), { 270: 'macro' });
    await expect(decodePages(label, macro)).rejects.toMatchObject({ code: 'format-variant' });
  });

  it('is read as far as its directories are whole', async () => {
    const bytes = writeTiffSlide({ images: [striped(image), label] });
    expect(await decodeImage(new Blob([bytes.slice(0, -40)]))).toEqual(image);
  });

  it('reads tiles whose places stand under the tags of strips', async () => {
    const inTiles = await tiled(image, 16, 'none');
    expect(await decodePages({ ...inTiles, places: [273, 279] })).toEqual(image);
  });
});
