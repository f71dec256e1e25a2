import { encode } from 'fast-png';
import { zlibSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../base/rgb-image.ts';
import { decodeImage } from './decode-image.ts';
import { encodeJpeg, encodeWebp } from './testing/encode-with-jsquash.ts';
import { exifWithOrientation } from './testing/exif.ts';
import { largestDifference, testImage } from './testing/test-image.ts';
import { writeBmp } from './testing/write-bmp.ts';
import { type GifRecipe, writeGif } from './testing/write-gif.ts';
import { type PngRecipe, writePng } from './testing/write-png.ts';

vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'));

const decode = (bytes: BlobPart) => decodeImage(new Blob([bytes]));
const pixels = async (bytes: BlobPart) => Array.from((await decode(bytes)).data);
const image = testImage(21, 14);

describe('decodeImage', () => {
  it.each<readonly [string, BlobPart[], string]>([
    ['an empty file', [], 'file-empty'],
    ['a text', ['label,path\n'], 'format-unknown'],
    ['a PDF', ['%PDF-1.7'], 'format-unknown'],
    ['a bare PNG signature', [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)], 'image-broken'],
    ['a bare JPEG signature', [Uint8Array.of(0xff, 0xd8, 0xff)], 'image-broken'],
    ['a bare BMP signature', ['BM'], 'image-broken'],
    ['a bare GIF signature', ['GIF89a'], 'image-broken'],
    ['a bare TIFF signature', ['II*\0'], 'image-broken'],
    ['a bare WebP signature', ['RIFF\0\0\0\0WEBP'], 'image-broken'],
  ])('refuses %s', async (_name, parts, code) => {
    await expect(decodeImage(new Blob(parts))).rejects.toMatchObject({ name: 'AppError', code });
  });

  it('says that a file which has gone cannot be read', async () => {
    const gone = new Blob(['GIF89a']);
    gone.arrayBuffer = () => Promise.reject(new DOMException('A requested file could not be found.', 'NotFoundError'));
    await expect(decodeImage(gone)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  it('refuses files of more than a gigabyte unread', async () => {
    const huge = { size: 2 ** 30 + 1 } as Blob;
    await expect(decodeImage(huge)).rejects.toMatchObject({ code: 'image-too-large' });
  });
});

describe('JPEG', () => {
  it.each(['baseline', 'progressive'])('reads %s colour', async (kind) => {
    const jpeg = await encodeJpeg(image, 'ycbcr', { progressive: kind === 'progressive' });
    expect(largestDifference(await decode(jpeg), image)).toBeLessThanOrEqual(3);
  });

  it('passes over junk between segments and wrong lengths of them, and makes do without an end', async () => {
    const jpeg = await encodeJpeg(image);
    const whole = await decode(jpeg);
    const junk = Uint8Array.of(...new Array(300).fill(1), 0xff, 0, 2);
    const first = 4 + ((jpeg[4] as number) << 8) + (jpeg[5] as number);
    expect(await decode(Uint8Array.of(...jpeg.subarray(0, first), ...junk, ...jpeg.subarray(first)))).toEqual(whole);
    const short = [0xff, 0xe1, 0, 4, ...new Array(200).fill(7)];
    expect(await decode(Uint8Array.of(0xff, 0xd8, ...short, ...jpeg.subarray(2)))).toEqual(whole);
    expect(await decode(jpeg.subarray(0, -2))).toEqual(whole);
  });

  it('refuses what is cut off before its end, junk or not', async () => {
    const jpeg = await encodeJpeg(image);
    const scans = await encodeJpeg(image, 'ycbcr', { progressive: true });
    for (const part of [jpeg.subarray(0, -40), scans.subarray(0, -2), scans.subarray(0, -40)]) {
      await expect(decode(part)).rejects.toMatchObject({ code: 'image-broken' });
    }
    const first = 4 + ((jpeg[4] as number) << 8) + (jpeg[5] as number);
    const damaged = Uint8Array.of(...jpeg.subarray(0, first), 9, 9, ...jpeg.subarray(first, -40), 0xff, 0xd9);
    await expect(decode(damaged)).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('replicates grey', async () => {
    const { data } = await decode(await encodeJpeg(image, 'grey'));
    expect(data.every((value, i) => value === data[i - (i % 3)])).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('honours EXIF orientation %i', async (orientation) => {
    const jpeg = await encodeJpeg(image);
    const app1 = Uint8Array.of(...Array.from('Exif\0\0', (c) => c.charCodeAt(0)), ...exifWithOrientation(orientation));
    const marked = Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, app1.length + 2, ...app1, ...jpeg.subarray(2));
    expect(await decode(marked)).toEqual(uprightOf(await decode(jpeg), orientation));
  });

  it.each([
    ['CMYK', 0xc0, 8, 4],
    ['lossless', 0xc3, 8, 3],
    ['arithmetic', 0xc9, 8, 3],
    ['12-bit', 0xc1, 12, 3],
  ])('refuses the variant %s', async (_name, marker, precision, components) => {
    const header = Uint8Array.of(0xff, 0xd8, 0xff, marker, 0, 8 + components * 3, precision, 0, 16, 0, 16, components);
    await expect(decode(Uint8Array.of(...header, ...new Array(30).fill(0)))).rejects.toMatchObject({
      code: 'format-variant',
    });
  });

  it('refuses pixels that are missing, and reads the next file', async () => {
    const jpeg = await encodeJpeg(image);
    await expect(decode(jpeg.subarray(0, jpeg.length - 40))).rejects.toMatchObject({ code: 'image-broken' });
    expect((await decode(jpeg)).width).toBe(21);
  });

  it('believes no header that claims gigabytes', async () => {
    const jpeg = await encodeJpeg(image);
    const frame = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
    jpeg.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    await expect(decode(jpeg)).rejects.toMatchObject({ code: 'image-too-large' });
  });
});

describe('WebP', () => {
  it('reads lossless pixels as they are', async () => {
    expect(await decode(await encodeWebp(image))).toEqual(image);
  });

  it('composes alpha over white', async () => {
    const data = image.data.map((value) => Math.floor((value * 102 + 255 * 153) / 255 + 0.5));
    expect(await decode(await encodeWebp(image, 102))).toEqual({ ...image, data });
  });

  it('refuses a cut file', async () => {
    const webp = await encodeWebp(image);
    await expect(decode(webp.subarray(0, webp.length - 20))).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('honours EXIF orientation, and refuses animations and huge canvases', async () => {
    const still = await encodeWebp(image);
    const extended = (flags: number, width: number, height: number, ...chunks: Uint8Array[]) => {
      const size = [width, height].flatMap((side) => [(side - 1) & 255, ((side - 1) >> 8) & 255, (side - 1) >> 16]);
      return riff(chunkOf('VP8X', Uint8Array.of(flags, 0, 0, 0, ...size)), still.slice(12), ...chunks);
    };
    const exif = chunkOf('EXIF', exifWithOrientation(6));
    expect(await decode(extended(0x08, 21, 14, exif))).toEqual(uprightOf(image, 6));
    await expect(decode(extended(0x02, 21, 14))).rejects.toMatchObject({ code: 'format-variant' });
    await expect(decode(extended(0, 16384, 16384))).rejects.toMatchObject({ code: 'image-too-large' });
  });
});

function chunkOf(type: string, body: Uint8Array): Uint8Array {
  const padding = new Array(body.length % 2).fill(0);
  return Uint8Array.of(...Array.from(type, (c) => c.charCodeAt(0)), body.length, 0, 0, 0, ...body, ...padding);
}

function riff(...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = chunks.flatMap((chunk) => [...chunk]);
  const size = body.length + 4;
  return Uint8Array.of(0x52, 0x49, 0x46, 0x46, size & 255, size >> 8, 0, 0, 0x57, 0x45, 0x42, 0x50, ...body);
}

/** First column and row, and steps, of each pass (PNG specification, 8.2). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

describe('PNG', () => {
  const grey: PngRecipe = { width: 2, height: 1, depth: 8, colourType: 0, rows: [[3, 250]] };

  it.each<readonly [string, PngRecipe, number[]]>([
    ['1-bit grey', { ...grey, depth: 1, rows: [[0b0100_0000]] }, [0, 0, 0, 255, 255, 255]],
    ['2-bit grey', { ...grey, depth: 2, rows: [[0b1001_0000]] }, [170, 170, 170, 85, 85, 85]],
    ['8-bit grey', grey, [3, 3, 3, 250, 250, 250]],
    // 257 to a step: 385 lies just below the middle between 1 and 2, 386 just above.
    [
      '16-bit grey',
      { ...grey, width: 3, depth: 16, rows: [[1, 129, 1, 130, 255, 255]] },
      [1, 1, 1, 2, 2, 2, 255, 255, 255],
    ],
    ['grey with a transparent value', { ...grey, chunks: [['tRNS', [0, 3]]] }, [255, 255, 255, 250, 250, 250]],
    [
      '4-bit grey with a transparent value',
      { ...grey, depth: 4, rows: [[0x5f]], chunks: [['tRNS', [0, 5]]] },
      [255, 255, 255, 255, 255, 255],
    ],
    ['grey and alpha', { ...grey, colourType: 4, rows: [[0, 255, 0, 51]] }, [0, 0, 0, 204, 204, 204]],
    ['RGB', { ...grey, colourType: 2, rows: [[1, 2, 3, 4, 5, 6]] }, [1, 2, 3, 4, 5, 6]],
    [
      '16-bit RGB',
      { ...grey, colourType: 2, depth: 16, rows: [[1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 255, 255]] },
      [1, 2, 3, 4, 5, 255],
    ],
    [
      'RGB with a suggested palette',
      { ...grey, colourType: 2, rows: [[1, 2, 3, 4, 5, 6]], chunks: [['PLTE', [9, 9, 9]]] },
      [1, 2, 3, 4, 5, 6],
    ],
    [
      'RGB with a transparent colour',
      { ...grey, width: 3, colourType: 2, rows: [[1, 2, 3, 4, 5, 6, 4, 5, 7]], chunks: [['tRNS', [0, 4, 0, 5, 0, 6]]] },
      [1, 2, 3, 255, 255, 255, 4, 5, 7],
    ],
    ['RGBA', { ...grey, colourType: 6, rows: [[10, 20, 30, 0, 10, 20, 30, 255]] }, [255, 255, 255, 10, 20, 30]],
    [
      '16-bit RGBA',
      { ...grey, colourType: 6, depth: 16, rows: [[9, 9, 8, 8, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 51, 51]] },
      [9, 8, 255, 204, 204, 204],
    ],
    ['palette', { ...grey, colourType: 3, rows: [[1, 0]], chunks: [['PLTE', [1, 2, 3, 4, 5, 6]]] }, [4, 5, 6, 1, 2, 3]],
    [
      '1-bit palette with alpha',
      {
        ...grey,
        colourType: 3,
        depth: 1,
        rows: [[0b0100_0000]],
        chunks: [
          ['PLTE', [1, 2, 3, 4, 5, 6]],
          ['tRNS', [0]],
        ],
      },
      [255, 255, 255, 4, 5, 6],
    ],
    ['grey of 12 bits in 16', { ...grey, depth: 16, rows: [[0x01, 0x00, 0x0f, 0xff]] }, [16, 16, 16, 255, 255, 255]],
    [
      'grey of 12 bits in 16, with an alpha of all 16',
      { ...grey, colourType: 4, depth: 16, rows: [[0x01, 0x00, 255, 255, 0x0f, 0xff, 255, 255]] },
      [16, 16, 16, 255, 255, 255],
    ],
    ['an eXIf orientation', { ...grey, chunks: [['eXIf', exifWithOrientation(2)]] }, [250, 250, 250, 3, 3, 3]],
  ])('reads %s', async (_name, recipe, expected) => {
    expect(await pixels(writePng(recipe))).toEqual(expected);
  });

  it('reads interlaced images', async () => {
    const png = encode({ ...image, channels: 3, depth: 8 }, { interlace: 'Adam7' });
    expect(await decode(new Uint8Array(png))).toEqual(image);
  });

  it.each([1, 2, 4] as const)('reads interlaced images of %i bits, with a transparent value', async (depth) => {
    const { width, height } = { width: 21, height: 14 };
    const most = 2 ** depth - 1;
    const value = (x: number, y: number) => (x * 7 + y * 3) % (most + 1);
    const packRow = (values: number[]) => {
      const row = new Array<number>(Math.ceil((values.length * depth) / 8)).fill(0);
      values.forEach((one, i) => {
        const bit = i * depth;
        row[bit >> 3] = (row[bit >> 3] as number) | (one << (8 - depth - (bit & 7)));
      });
      return row;
    };
    const rows = ADAM7.flatMap(([x, y, dx, dy]) => {
      const down = Array.from({ length: Math.max(0, Math.ceil((height - y) / dy)) }, (_, row) => y + row * dy);
      const across = Array.from({ length: Math.max(0, Math.ceil((width - x) / dx)) }, (_, column) => x + column * dx);
      return down.map((at) => packRow(across.map((column) => value(column, at))));
    });
    const png = (chunks: PngRecipe['chunks'] = []) =>
      writePng({ width, height, depth, colourType: 0, rows, chunks, interlaced: true });
    const shown = (see: number | undefined) =>
      Array.from({ length: width * height * 3 }, (_, i) => {
        const pixel = Math.floor(i / 3);
        const one = value(pixel % width, Math.floor(pixel / width));
        return one === see ? 255 : (one * 255) / most;
      });
    expect(await pixels(png())).toEqual(shown(undefined));
    expect(await pixels(png([['tRNS', [0, 0]]]))).toEqual(shown(0));
    const changed = png();
    changed[changed.length - 20] = (changed[changed.length - 20] as number) ^ 4;
    await expect(decode(changed)).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('reads more transparent values than there are pixels, colours or samples', async () => {
    const one = { ...grey, width: 1, rows: [[3]] };
    expect(await pixels(writePng({ ...one, chunks: [['tRNS', [0, 3, 0, 4, 0, 5]]] }))).toEqual([255, 255, 255]);
    const palette: PngRecipe['chunks'] = [
      ['PLTE', [1, 2, 3, 4, 5, 6]],
      ['tRNS', [255, 0, 255, 255]],
    ];
    expect(await pixels(writePng({ ...grey, colourType: 3, rows: [[0, 1]], chunks: palette }))).toEqual([
      1, 2, 3, 255, 255, 255,
    ]);
  });

  it('skips chunks that make no pixels, whatever they hold', async () => {
    const bomb = zlibSync(new Uint8Array(1000));
    const chunks: PngRecipe['chunks'] = [
      ['iCCP', [65, 0, 0, ...bomb, 1, 2, 3]],
      ['tEXt', [0, 0, 0]],
    ];
    expect(await pixels(writePng({ ...grey, chunks }))).toEqual([3, 3, 3, 250, 250, 250]);
  });

  it.each<readonly [string, PngRecipe, string]>([
    ['more pixel data than declared', { ...grey, rows: [[3, 250], new Array(100_000).fill(0)] }, 'image-broken'],
    ['less pixel data than declared', { ...grey, height: 2 }, 'image-broken'],
    ['no pixels', { ...grey, width: 0, rows: [] }, 'image-broken'],
    ['a size that claims gigabytes', { ...grey, width: 60_000, height: 60_000 }, 'image-too-large'],
    ['a colour beyond the palette', { ...grey, colourType: 3, chunks: [['PLTE', [1, 2, 3]]] }, 'image-broken'],
  ])('refuses %s', async (_name, recipe, code) => {
    await expect(decode(writePng(recipe))).rejects.toMatchObject({ code });
  });

  it('refuses a byte that was changed', async () => {
    const png = writePng(grey);
    png[png.length - 20] = (png[png.length - 20] as number) ^ 1;
    await expect(decode(png)).rejects.toMatchObject({ code: 'image-broken' });
  });
});

describe('BMP', () => {
  const twoColours = { width: 2, height: 1, colours: 2, table: [30, 20, 10, 0, 60, 50, 40, 0] };

  it.each<readonly [string, Parameters<typeof writeBmp>[0], number[]]>([
    [
      '24 bits, bottom row first',
      { width: 1, height: 2, bits: 24, pixels: [3, 2, 1, 0, 6, 5, 4, 0] },
      [4, 5, 6, 1, 2, 3],
    ],
    [
      '24 bits, top row first',
      { width: 1, height: -2, bits: 24, pixels: [3, 2, 1, 0, 6, 5, 4, 0] },
      [1, 2, 3, 4, 5, 6],
    ],
    ['32 bits, the fourth byte left out', { width: 1, height: 1, bits: 32, pixels: [3, 2, 1, 0] }, [1, 2, 3]],
    ['16 bits', { width: 2, height: 1, bits: 16, pixels: [0x00, 0x7c, 0x10, 0x00] }, [255, 0, 0, 0, 0, 132]],
    [
      '16 bits with masks',
      {
        width: 2,
        height: 1,
        bits: 16,
        compression: 3,
        table: masks(0xf800, 0x07e0, 0x1f),
        pixels: [0xe0, 0x07, 0x00, 0x08],
      },
      [0, 255, 0, 8, 0, 0],
    ],
    [
      '32 bits with masks',
      {
        width: 1,
        height: 1,
        bits: 32,
        compression: 3,
        table: masks(0xff000000, 0xff0000, 0xff00),
        pixels: [9, 3, 2, 1],
      },
      [1, 2, 3],
    ],
    ['1 bit', { ...twoColours, bits: 1, pixels: [0b0100_0000, 0, 0, 0] }, [10, 20, 30, 40, 50, 60]],
    ['4 bits', { ...twoColours, bits: 4, pixels: [0x10, 0, 0, 0] }, [40, 50, 60, 10, 20, 30]],
    ['8 bits', { ...twoColours, bits: 8, pixels: [1, 0, 0, 0] }, [40, 50, 60, 10, 20, 30]],
  ])('reads %s', async (_name, recipe, expected) => {
    expect(await pixels(writeBmp(recipe))).toEqual(expected);
  });

  it.each<readonly [string, Parameters<typeof writeBmp>[0], string]>([
    ['run lengths', { ...twoColours, bits: 8, compression: 1, pixels: [2, 1, 0, 1] }, 'format-variant'],
    ['missing rows', { width: 1, height: 2, bits: 24, pixels: [3, 2, 1, 0] }, 'image-broken'],
    ['missing masks', { width: 1, height: 1, bits: 32, compression: 3, pixels: [0, 0, 0, 0] }, 'image-broken'],
    ['a colour beyond the palette', { ...twoColours, bits: 8, pixels: [2, 0, 0, 0] }, 'image-broken'],
    ['more colours than codes', { ...twoColours, bits: 1, colours: 3, pixels: [0, 0, 0, 0] }, 'image-broken'],
    ['a negative width', { width: -1, height: 1, bits: 24, pixels: [0, 0, 0, 0] }, 'image-broken'],
    ['a size that claims gigabytes', { width: 65_535, height: 65_535, bits: 24, pixels: [] }, 'image-too-large'],
  ])('refuses %s', async (_name, recipe, code) => {
    await expect(decode(writeBmp(recipe))).rejects.toMatchObject({ code });
  });
});

function masks(...values: number[]): number[] {
  return values.flatMap((value) => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);
}

it('reads a bitmap without a file header (.dib)', async () => {
  for (const recipe of [
    { width: 1, height: 2, bits: 24, pixels: [3, 2, 1, 0, 6, 5, 4, 0] },
    { width: 1, height: 2, bits: 8, table: [3, 2, 1, 0, 6, 5, 4, 0], colours: 2, pixels: [0, 0, 0, 0, 1, 0, 0, 0] },
  ]) {
    const file = writeBmp(recipe);
    expect(await pixels(file.subarray(14))).toEqual([4, 5, 6, 1, 2, 3]);
    expect(await pixels(file)).toEqual([4, 5, 6, 1, 2, 3]);
  }
});

describe('GIF', () => {
  const colours = [10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42];
  const recipe: GifRecipe = { screen: [2, 2], frame: [0, 0, 2, 2], colours, indices: [0, 1, 2, 3] };

  it('reads a frame', async () => {
    expect(await pixels(writeGif(recipe))).toEqual(colours);
  });

  it('fills what the frame leaves open with the background, or white where a colour is transparent', async () => {
    const part: GifRecipe = { ...recipe, frame: [1, 1, 1, 1], indices: [2] };
    expect(await pixels(writeGif(part))).toEqual([10, 11, 12, 10, 11, 12, 10, 11, 12, 30, 31, 32]);
    expect(await pixels(writeGif({ ...part, transparent: 1 }))).toEqual([...new Array(9).fill(255), 30, 31, 32]);
    const see = writeGif({ ...recipe, transparent: 1 });
    expect(await pixels(see)).toEqual([10, 11, 12, 255, 255, 255, 30, 31, 32, 40, 41, 42]);
  });

  it('grows the screen around a larger frame', async () => {
    const gif = writeGif({ ...recipe, screen: [1, 1], frame: [1, 0, 2, 1], indices: [2, 3], transparent: 0 });
    expect(await decode(gif)).toMatchObject({ width: 3, height: 1 });
    expect(await pixels(gif)).toEqual([255, 255, 255, 30, 31, 32, 40, 41, 42]);
    const far = writeGif({ ...recipe, frame: [65_000, 65_000, 2, 2] });
    await expect(decode(far)).rejects.toMatchObject({ code: 'image-too-large' });
  });

  it('puts interlaced rows in their place', async () => {
    const stored = [0, 8, 4, 2, 6, 1, 3, 5, 7];
    const grey = Array.from({ length: 16 }, (_, i) => [i, i, i]).flat();
    const gif = writeGif({ screen: [1, 9], frame: [0, 0, 1, 9], colours: grey, indices: stored, interlaced: true });
    expect((await pixels(gif)).filter((_, i) => i % 3 === 0)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('reads beyond a full code table', async () => {
    const noise = Array.from({ length: 150 * 150 }, (_, i) => ((i * 2654435761) >>> 13) & 255);
    const grey = Array.from({ length: 256 }, (_, i) => [i, i, i]).flat();
    const gif = writeGif({ screen: [150, 150], frame: [0, 0, 150, 150], colours: grey, indices: noise });
    expect((await pixels(gif)).filter((_, i) => i % 3 === 0)).toEqual(noise);
  });

  it('refuses frames that are cut off or claim gigabytes', async () => {
    const gif = writeGif(recipe);
    await expect(decode(gif.subarray(0, gif.length - 4))).rejects.toMatchObject({ code: 'image-broken' });
    const short = writeGif({ ...recipe, indices: [0, 1, 2] });
    await expect(decode(short)).rejects.toMatchObject({ code: 'image-broken' });
    const huge = writeGif({ ...recipe, frame: [0, 0, 65_535, 65_535] });
    await expect(decode(huge)).rejects.toMatchObject({ code: 'image-too-large' });
  });
});

/** The definition of each orientation: where the upright pixel (x, y) lies in the stored image of width w and height h. */
const STORED_AT: Readonly<Record<number, (x: number, y: number, w: number, h: number) => readonly [number, number]>> = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _w, h) => [y, h - 1 - x],
  7: (x, y, w, h) => [w - 1 - y, h - 1 - x],
  8: (x, y, w) => [w - 1 - y, x],
};

function uprightOf(stored: RgbImage, orientation: number): RgbImage {
  const [width, height] = orientation >= 5 ? [stored.height, stored.width] : [stored.width, stored.height];
  const data = new Uint8Array(stored.data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [sx, sy] = STORED_AT[orientation]?.(x, y, stored.width, stored.height) ?? [0, 0];
      const from = (sy * stored.width + sx) * 3;
      data.set(stored.data.subarray(from, from + 3), (y * width + x) * 3);
    }
  }
  return { width, height, data };
}
