import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../base/rgb-image.ts';
import { codecStream } from '../testing/codec-streams.ts';
import { encodeJpeg } from '../testing/encode-with-jsquash.ts';
import { largestDifference, testImage } from '../testing/test-image.ts';
import { detectSlide } from './detect-slide.ts';
import { openSlide } from './open-slide.ts';
import type { OpenSlide } from './opened-slide.ts';
import { readArea } from './read-area.ts';
import { oneFrame } from './testing/one-slide-of-each.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { type DicomElements, type DicomRecipe, packRunLengths, writeDicomSlide } from './testing/write-dicom-slide.ts';
import { cutTile } from './testing/write-tiff-slide.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const RAW = '1.2.840.10008.1.2.1';
const JPEG = '1.2.840.10008.1.2.4.50';
const RUN_LENGTHS = '1.2.840.10008.1.2.5';
const SERIES = '1.2.826.0.1.99';
const TILE = 48;
const image = slideImage(130, 100);
const half = halve(image);

interface TilePlace {
  readonly column: number;
  readonly row: number;
}

/** Row after row. */
function tilesOf({ width, height }: RgbImage): TilePlace[] {
  const places: TilePlace[] = [];
  for (let row = 0; row * TILE < height; row++) {
    for (let column = 0; column * TILE < width; column++) places.push({ column, row });
  }
  return places;
}

const tileOf = (whole: RgbImage, { column, row }: TilePlace) => cutTile(whole, column * TILE, row * TILE, TILE, TILE);

function elementsOf({ width, height }: RgbImage, frames: number, more: DicomElements = {}): DicomElements {
  return {
    524296: { CS: 'ORIGINAL\\PRIMARY\\VOLUME\\NONE' },
    524310: { UI: '1.2.840.10008.5.1.4.1.1.77.1.6' },
    524384: { CS: 'SM' },
    1048592: { PN: 'Doe^Jane' },
    2097166: { UI: SERIES },
    2621442: { US: [3] },
    2621444: { CS: 'RGB' },
    2621446: { US: [0] },
    2621448: { IS: String(frames) },
    2621456: { US: [TILE] },
    2621457: { US: [TILE] },
    2621696: { US: [8] },
    4718598: { UL: [width] },
    4718599: { UL: [height] },
    ...more,
  };
}

const full: DicomElements = { 2134801: { CS: 'TILED_FULL' } };
const spacing: DicomElements = {
  1375769129: { SQ: [{ 2658576: { SQ: [{ 2621488: { DS: '0.000255\\0.00025' } }] } }] },
};

function sparse(places: readonly TilePlace[]): DicomElements {
  return {
    2134801: { CS: 'TILED_SPARSE' },
    1375769136: {
      SQ: places.map(({ column, row }) => ({
        4719130: { SQ: [{ 4719134: { SL: [column * TILE + 1] }, 4719135: { SL: [row * TILE + 1] } }] },
      })),
    },
  };
}

/** An uncompressed instance whose frames come in the order of `places`. */
function raw(whole: RgbImage, places: readonly TilePlace[], more: DicomElements): DicomRecipe {
  return {
    transferSyntax: RAW,
    elements: elementsOf(whole, places.length, more),
    frames: places.map((place) => [tileOf(whole, place).data]),
  };
}

const fileOf = (recipe: DicomRecipe) => new Blob([writeDicomSlide(recipe)]);
const open = (first: DicomRecipe, ...rest: DicomRecipe[]) => openSlide([fileOf(first), ...rest.map(fileOf)]);

function readWhole({ info, decodeTile }: OpenSlide): Promise<RgbImage> {
  const [{ width, height }] = info.levels;
  return readArea(info, decodeTile, { x: 0, y: 0, width, height }, width, height);
}

describe('frames in codecs of their own', () => {
  it.each([
    ['JPEG-LS, pixel after pixel', '1.2.840.10008.1.2.4.80', 'pixelAfterPixel'],
    ['JPEG-LS, component after component', '1.2.840.10008.1.2.4.81', 'componentAfterComponent'],
    ['HTJ2K', '1.2.840.10008.1.2.4.201', 'htj2k'],
  ] as const)('are read: %s', async (_, transferSyntax, kind) => {
    const slide = await openSlide([new Blob([oneFrame(transferSyntax, codecStream(kind))])]);
    expect(slide.info.compression).toBe(transferSyntax.endsWith('201') ? 'HTJ2K' : 'JPEG-LS');
    expect(await slide.decodeTile(0, 0, 0)).toEqual(testImage(40, 30));
  });
});

describe('DICOM whole slides', () => {
  it.each([false, true])('TILED_FULL, uncompressed (delimiters: %s)', async (delimited) => {
    const slide = await open({ ...raw(image, tilesOf(image), { ...full, ...spacing }), delimited });
    expect(slide.info).toEqual({
      format: 'dicom',
      levels: [{ width: 130, height: 100, tileWidth: TILE, tileHeight: TILE, downsample: 1 }],
      micronsPerPixel: 0.25,
      compression: 'uncompressed',
      passedOver: [],
    });
    expect(await readWhole(slide)).toEqual(image);
  });

  it.each([false, true])('TILED_SPARSE, in any order, with tiles left out (delimiters: %s)', async (delimited) => {
    const places = tilesOf(image).reverse();
    expect(await readWhole(await open({ ...raw(image, places, sparse(places)), delimited }))).toEqual(image);
    const { decodeTile } = await open(raw(image, places.slice(1), sparse(places.slice(1))));
    expect(await decodeTile(0, 2, 2)).toBeUndefined();
    expect(await decodeTile(0, 0, 0)).toEqual(tileOf(image, { column: 0, row: 0 }));
  });

  it('planes of colours one after another', async () => {
    const recipe = raw(image, tilesOf(image), { ...full, 2621446: { US: [1] } });
    const frames = recipe.frames.map(([pixels = new Uint8Array()]) =>
      [0, 1, 2].map((channel) => pixels.filter((_, i) => i % 3 === channel)),
    );
    expect(await readWhole(await open({ ...recipe, frames }))).toEqual(image);
  });

  it.each(['basic', 'extended', 'none'] as const)('JPEG frames, found by offsets: %s', async (offsets) => {
    const places = tilesOf(image);
    const frames = await Promise.all(places.map(async (place) => [await encodeJpeg(tileOf(image, place))]));
    const elements = elementsOf(image, places.length, { ...full, 2621444: { CS: 'YBR_FULL_422' } });
    const slide = await open({ transferSyntax: JPEG, elements, frames, offsets });
    expect(slide.info.compression).toBe('JPEG');
    expect(largestDifference(await readWhole(slide), image)).toBeLessThanOrEqual(12);
  });

  it.each(['basic', 'none'] as const)('frames in several fragments, found by offsets: %s', async (offsets) => {
    const places = tilesOf(image);
    const frames = await Promise.all(
      places.map(async (place) => {
        const stream = await encodeJpeg(tileOf(image, place));
        return [stream.subarray(0, 200), stream.subarray(200)];
      }),
    );
    const elements = elementsOf(image, places.length, full);
    const slide = await open({ transferSyntax: JPEG, elements, frames, offsets });
    expect(largestDifference(await readWhole(slide), image)).toBeLessThanOrEqual(12);
  });

  it('JPEG that holds RGB without saying so itself', async () => {
    const places = tilesOf(image);
    // Without the Adobe marker and with component numbers that libjpeg would take for YCbCr.
    const frames = await Promise.all(
      places.map(async (place) => [withoutColourMarker(await encodeJpeg(tileOf(image, place), 'rgb'))]),
    );
    const slide = await open({ transferSyntax: JPEG, elements: elementsOf(image, places.length, full), frames });
    expect(largestDifference(await readWhole(slide), image)).toBeLessThanOrEqual(12);
  });

  it('several instances are levels, in any order, and the label is passed over', async () => {
    const label = { ...full, 524296: { CS: 'ORIGINAL\\PRIMARY\\LABEL\\NONE' } };
    const slide = await open(
      raw(half, tilesOf(half), full),
      raw(slideImage(40, 40), [{ column: 0, row: 0 }], label),
      raw(image, tilesOf(image), full),
    );
    expect(slide.info.levels.map(({ width, downsample }) => [width, downsample])).toEqual([
      [130, 1],
      [65, 2],
    ]);
    expect(slide.info.passedOver).toEqual(['label']);
    expect(await readWhole(slide)).toEqual(image);
  });

  it('an image that is split over files is put together, whatever their order', async () => {
    const places = tilesOf(image);
    const part = (from: number, to: number, more: DicomElements) =>
      raw(image, places.slice(from, to), {
        ...more,
        2134369: { UI: '1.2.3' },
        2134371: { US: [3] },
        2134568: { UL: [from] },
      });
    for (const elements of [full, undefined]) {
      const partOf = (from: number, to: number) => part(from, to, elements ?? sparse(places.slice(from, to)));
      expect(await readWhole(await open(partOf(4, 7), partOf(0, 4), partOf(7, 9)))).toEqual(image);
      await expect(open(partOf(4, 7), partOf(0, 4))).rejects.toMatchObject({ name: 'AppError' });
      await expect(open(partOf(4, 7), partOf(7, 9))).rejects.toMatchObject({ code: 'slide-incomplete' });
      await expect(open(partOf(0, 4), partOf(0, 4), partOf(4, 9))).rejects.toMatchObject({ code: 'slide-incomplete' });
    }
    const other = { ...part(7, 9, full), transferSyntax: JPEG };
    await expect(open(part(0, 4, full), part(4, 7, full), other)).rejects.toMatchObject({ code: 'image-broken' });
  });

  it.each([
    [12, 16],
    [16, 257],
  ])('grey of %i bits in 16, plain and in run lengths', async (stored, factor) => {
    const places = tilesOf(image);
    const grey = image.data.map((_, i) => image.data[i - (i % 3)] as number);
    const elements = elementsOf(image, places.length, {
      ...full,
      2621442: { US: [1] },
      2621444: { CS: 'MONOCHROME2' },
      2621696: { US: [16] },
      2621697: { US: [stored] },
    });
    const samples = places.map((place) => tileOf({ ...image, data: grey }, place).data.filter((_, i) => i % 3 === 0));
    const wide = samples.map((tile) => new Uint8Array(Uint16Array.from(tile, (value) => value * factor).buffer));
    const plain = await open({ transferSyntax: RAW, elements, frames: wide.map((tile) => [tile]) });
    const planes = wide.map((tile) => [tile.filter((_, i) => i % 2 === 1), tile.filter((_, i) => i % 2 === 0)]);
    const packed = await open({
      transferSyntax: RUN_LENGTHS,
      elements,
      frames: planes.map((of) => [packRunLengths(of)]),
    });
    expect(packed.info.compression).toBe('run lengths');
    for (const slide of [plain, packed]) {
      expect(largestDifference(await readWhole(slide), { ...image, data: grey })).toBeLessThanOrEqual(1);
    }
  });

  it('colours in run lengths, and refuses frames of them that are cut off', async () => {
    const places = tilesOf(image);
    const planesOf = (place: TilePlace) =>
      [0, 1, 2].map((channel) => tileOf(image, place).data.filter((_, i) => i % 3 === channel));
    const frames = places.map((place) => [packRunLengths(planesOf(place))]);
    const recipe = { transferSyntax: RUN_LENGTHS, elements: elementsOf(image, places.length, full), frames };
    expect(await readWhole(await open(recipe))).toEqual(image);
    for (const damage of [
      (frame: Uint8Array) => frame.slice(0, 40),
      (frame: Uint8Array) => frame.slice(0, 200),
      (frame: Uint8Array) => frame.map((byte, at) => (at === 4 ? 255 : byte)),
    ]) {
      const { decodeTile } = await open({ ...recipe, frames: frames.map(([frame]) => [damage(frame as Uint8Array)]) });
      await expect(decodeTile(0, 0, 0)).rejects.toMatchObject({ code: 'image-broken' });
    }
  });

  it('refuses a label alone', async () => {
    const label = { ...full, 524296: { CS: 'ORIGINAL\\PRIMARY\\LABEL\\NONE' } };
    await expect(open(raw(image, tilesOf(image), label))).rejects.toMatchObject({ code: 'slide-variant' });
  });
});

it('takes an image of a kind that no file has for a level', async () => {
  const slide = await open(raw(image, tilesOf(image), { ...full, 524296: { CS: 'ORIGINAL\\PRIMARY\\constructor' } }));
  expect(slide.info.passedOver).toEqual([]);
});

describe('DICOM that does not say where its frames belong', () => {
  const columnsFirst = tilesOf(image).sort((a, b) => a.column - b.column || a.row - b.row);

  it.each([
    ['row after row', tilesOf(image)],
    ['column after column', columnsFirst],
  ])('%s: the padding proves it', async (_, places) => {
    expect(await readWhole(await open(raw(image, places, {})))).toEqual(image);
  });

  it.each<[string, RgbImage]>([
    ['has no padding', slideImage(3 * TILE, 2 * TILE)],
    ['is all black', { ...image, data: new Uint8Array(image.data.length) }],
  ])('is refused when it %s', async (_, whole) => {
    await expect(open(raw(whole, tilesOf(whole), {}))).rejects.toMatchObject({ code: 'slide-order-unknown' });
  });

  it.each([
    ['backwards', tilesOf(image).reverse()],
    ['to and fro', columnsFirst.map(({ column, row }) => ({ column, row: column % 2 === 0 ? row : 2 - row }))],
    ['upwards', columnsFirst.map(({ column, row }) => ({ column, row: 2 - row }))],
    ['with one missing', columnsFirst.slice(1)],
  ])('is refused when they come %s', async (_, places) => {
    await expect(open(raw(image, places, {}))).rejects.toMatchObject({ code: 'slide-order-unknown' });
  });
});

describe('DICOM that is not read', () => {
  const places = tilesOf(image);
  const refused = (more: DicomElements, transferSyntax = RAW) => open({ ...raw(image, places, more), transferSyntax });

  it.each<[string, DicomElements]>([
    ['32 bits', { ...full, 2621696: { US: [32] } }],
    ['signs', { ...full, 2621699: { US: [1] } }],
    ['several focal planes', { ...full, 4719363: { UL: [3] } }],
    ['frames off the grid', sparse(places.map(({ column, row }) => ({ column: column + 0.5, row })))],
    ['several frames at one place', sparse(places.map(() => ({ column: 0, row: 0 })))],
  ])('%s', async (_, more) => {
    await expect(refused(more)).rejects.toMatchObject({ code: 'slide-variant' });
  });

  it('a part of an image split over files', async () => {
    const part = { ...full, 2134369: { UI: '1.2.3' }, 2134371: { US: [2] } };
    await expect(refused(part)).rejects.toMatchObject({ code: 'slide-incomplete' });
  });

  it.each(['1.2.840.10008.1.2.4.70', 'constructor', '__proto__'])('the transfer syntax %s', async (transferSyntax) => {
    await expect(refused(full, transferSyntax)).rejects.toMatchObject({
      code: 'slide-variant',
      detail: expect.stringContaining(transferSyntax),
    });
  });

  it('frames outside of the image are damage', async () => {
    const outside = sparse(places.map(({ column, row }) => ({ column: column + 99, row })));
    await expect(refused(outside)).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('absurd numbers of frames and sizes are damage', async () => {
    const huge = { ...full, 4718598: { UL: [0xffffffff] }, 4718599: { UL: [0xffffffff] } };
    await expect(refused(huge)).rejects.toMatchObject({ code: 'image-broken' });
    const { decodeTile } = await open({ ...raw(image, places, full), frames: [] });
    await expect(decodeTile(0, 0, 0)).rejects.toMatchObject({ code: 'image-broken' });
  });
});

describe('the resolution', () => {
  const perFrame: DicomElements = {
    1375769136: { SQ: tilesOf(image).map(() => ({ 2658576: { SQ: [{ 2621488: { DS: '0.0005\\0.0005' } }] } })) },
  };

  it.each([false, true])('is found where each frame of TILED_FULL has it (delimiters: %s)', async (delimited) => {
    const slide = await open({ ...raw(image, tilesOf(image), { ...full, ...perFrame }), delimited });
    expect(slide.info.micronsPerPixel).toBe(0.5);
    expect(await readWhole(slide)).toEqual(image);
  });

  it('is not made of the size of the whole image, which is often that of the glass', async () => {
    const { info } = await open(raw(image, tilesOf(image), { ...full, 4718593: { FL: [0.065] } }));
    expect(info.micronsPerPixel).toBeUndefined();
    expect(info.guessed).toBeUndefined();
  });

  it('is doubted where pixels are not square', async () => {
    const elongated = { 1375769129: { SQ: [{ 2658576: { SQ: [{ 2621488: { DS: '0.0005\\0.00025' } }] } }] } };
    const { info } = await open(raw(image, tilesOf(image), { ...full, ...elongated }));
    expect(info.micronsPerPixel).toBeUndefined();
    expect(info.doubted).toEqual({ reason: 'not-square', micronsPerPixel: 0.25, down: 0.5 });
  });
});

describe('detectSlide', () => {
  it('tells the series of an instance, and which it is', async () => {
    const instance = { ...full, 524312: { UI: '1.2.3.4' } };
    expect(await detectSlide(fileOf(raw(image, tilesOf(image), instance)))).toEqual({
      kind: 'slide',
      dicom: { series: SERIES, instance: '1.2.3.4' },
    });
  });

  it.each([
    ['1.2.840.10008.5.1.4.1.1.2', 'CT', 'CT image'],
    ['1.2.840.10008.5.1.4.1.1.66.4', 'SEG', 'DICOM segmentation'],
    ['1.2.840.10008.5.1.4.1.1.66.4', 'SM', 'DICOM segmentation'],
    ['1.2.840.10008.5.1.4.1.1.91.1', 'ANN', 'DICOM annotations'],
    ['1.2.3', 'PT', 'PET image'],
    ['1.2.3', 'XX', 'DICOM file of another kind'],
  ])('passes over class %s, modality %s: %s', async (sopClass, modality, what) => {
    const other = { 524310: { UI: sopClass }, 524384: { CS: modality } };
    const file = fileOf(raw(image, tilesOf(image), other));
    expect(await detectSlide(file)).toEqual({ kind: 'not-an-image', what });
  });

  it('a TIFF header in the preamble changes nothing', async () => {
    const bytes = writeDicomSlide(raw(image, tilesOf(image), full));
    bytes.set([0x49, 0x49, 0x2a, 0, 0xff, 0xff, 0, 0]);
    expect(await detectSlide(new Blob([bytes]))).toMatchObject({ kind: 'slide' });
    expect((await openSlide([new Blob([bytes])])).info.format).toBe('dicom');
  });
});

/** Turns markers that tell colours into comments, and names the components 1, 2, 3. */
function withoutColourMarker(jpeg: Uint8Array): Uint8Array {
  const bytes = jpeg.slice();
  for (let at = 2; bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const marker = bytes[at + 1] as number;
    if (marker === 0xe0 || marker === 0xee) bytes[at + 1] = 0xfe;
    if (marker === 0xc0) for (let i = 0; i < 3; i++) bytes[at + 10 + i * 3] = i + 1;
    at += 2 + (bytes[at + 2] as number) * 256 + (bytes[at + 3] as number);
    if (bytes[at + 1] === 0xda) for (let i = 0; i < 3; i++) bytes[at + 5 + i * 2] = i + 1;
  }
  return bytes;
}
