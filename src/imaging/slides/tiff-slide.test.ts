import { zlibSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { ShownChannels } from '../../base/slide.ts';
import { decodeImage } from '../decode-image.ts';
import { encodeJpeg } from '../testing/encode-with-jsquash.ts';
import { largestDifference } from '../testing/test-image.ts';
import { openSlide } from './open-slide.ts';
import { readArea } from './read-area.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import {
  type SlidePacking,
  type SlideRecipe,
  striped,
  type TiffImage,
  tiled,
  writeTiffSlide,
} from './testing/write-tiff-slide.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const TILE = 32;
const image = slideImage(150, 101);
const half = halve(image);
const label = striped(slideImage(20, 30));

const wholeTiled = await tiled(image, TILE, 'none');
const halfTiled = await tiled(half, TILE, 'none');
const largeMacro = await tiled(slideImage(300, 200), TILE, 'none', { 270: 'Macro' });

const open = (recipe: SlideRecipe) => openSlide([new Blob([writeTiffSlide(recipe)])]);

async function readLevel(recipe: SlideRecipe, index = 0): Promise<RgbImage> {
  const { info, decodeTile } = await open(recipe);
  const level = info.levels[index];
  if (!level) throw new Error(`no level ${index}`);
  const { width, height, downsample } = level;
  const area = { x: 0, y: 0, width: width * downsample, height: height * downsample };
  return readArea(
    { ...info, levels: [{ ...level, downsample }] },
    (_, x, y) => decodeTile(index, x, y),
    area,
    width,
    height,
  );
}

describe('tiled TIFF', () => {
  const cases: [SlidePacking, Omit<SlideRecipe, 'images'>][] = [
    ['none', {}],
    ['none', { bigEndian: true }],
    ['lzw', { bigTiff: true }],
    ['lzw', { bigTiff: true, bigEndian: true }],
    ['deflate', { bigTiff: true }],
    ['webp', { bigTiff: true }],
    ['webp', {}],
  ];
  it.each(cases)('%s %o: every level as it was stored', async (packing, variant) => {
    const recipe = { ...variant, images: [await tiled(image, TILE, packing), await tiled(half, TILE, packing)] };
    const { info } = await open(recipe);
    expect(info.levels).toEqual([
      { width: 150, height: 101, tileWidth: TILE, tileHeight: TILE, downsample: 1 },
      { width: 75, height: 50, tileWidth: TILE, tileHeight: TILE, downsample: 2 },
    ]);
    expect(await readLevel(recipe, 0)).toEqual(image);
    expect(await readLevel(recipe, 1)).toEqual(half);
  });

  it('JPEG: close to what was stored', async () => {
    const recipe = { images: [await tiled(image, TILE, 'jpeg')] };
    expect((await open(recipe)).info.compression).toBe('JPEG');
    expect(largestDifference(await readLevel(recipe), image)).toBeLessThanOrEqual(12);
  });

  it('samples in planes of their own', async () => {
    const planes = [0, 1, 2].map((channel) => image.data.filter((_, i) => i % 3 === channel));
    const whole = {
      256: [150],
      257: [101],
      258: [8, 8, 8],
      259: [1],
      262: [2],
      277: [3],
      284: [2],
      322: [150],
      323: [101],
    };
    const recipe: SlideRecipe = { images: [{ tags: whole, blocks: planes, places: [324, 325] }] };
    expect(await readLevel(recipe)).toEqual(image);
  });

  it('takes tiles of the last row that end with the image', async () => {
    const whole = await tiled(image, TILE, 'none');
    const { blocks } = whole;
    const across = Math.ceil(image.width / TILE);
    const rows = image.height % TILE;
    const short = blocks.map((block, i) =>
      block && i >= blocks.length - across ? zlibSync(block.subarray(0, rows * TILE * 3)) : block && zlibSync(block),
    );
    const deflated = { ...whole, tags: { ...whole.tags, 259: [8] } };
    expect(await readLevel({ images: [{ ...deflated, blocks: short }] })).toEqual(image);
    const cut = blocks.map((block) => block && zlibSync(block.subarray(0, rows * TILE * 3)));
    await expect(readLevel({ images: [{ ...deflated, blocks: cut }] })).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('has no pixels where a tile is left out', async () => {
    const sparse = await tiled(image, TILE, 'none');
    const blocks = sparse.blocks.with(1, undefined);
    const { decodeTile } = await open({ images: [{ ...sparse, blocks }] });
    expect(await decodeTile(0, 1, 0)).toBeUndefined();
    expect(await decodeTile(0, 2, 0)).toMatchObject({ width: TILE, height: TILE });
  });

  it('takes microns per pixel from the resolution, and not that of a screen', async () => {
    const with282 = async (resolution: [number, number], unit: number) =>
      (await open({ images: [await tiled(image, TILE, 'none', { 282: { rational: resolution }, 296: [unit] })] })).info
        .micronsPerPixel;
    expect(await with282([20_000, 1], 3)).toBeCloseTo(0.5);
    expect(await with282([50_800, 1], 2)).toBeCloseTo(0.5);
    expect(await with282([72, 1], 2)).toBeUndefined();
    expect(await with282([0, 0], 3)).toBeUndefined();
  });

  it('has the size of pixels from ImageJ, which names a unit', async () => {
    const inImageJ = async (unit: string) => {
      const tags = { 270: `ImageJ=1.53t\nunit=${unit}\n`, 282: { rational: [2, 1] as const }, 296: [1] };
      return (await open({ images: [await tiled(image, TILE, 'none', tags)] })).info.micronsPerPixel;
    };
    expect(await inImageJ('micron')).toBe(0.5);
    expect(await inImageJ('\\u00B5m')).toBe(0.5);
    expect(await inImageJ('pixel')).toBeUndefined();
  });

  it.each([
    [365_268, 365_268, { doubted: { reason: 'no-microscope', micronsPerPixel: expect.closeTo(0.0274, 4) } }],
    [20_000, 10_000, { doubted: { reason: 'not-square', micronsPerPixel: 0.5, down: 1 } }],
    [20_000, 20_100, { micronsPerPixel: 0.5 }],
    [10, 10, {}],
  ])('believes %i by %i pixels a centimetre only if it can be', async (across, down, expected) => {
    const tags = { 282: { rational: [across, 1] as const }, 283: { rational: [down, 1] as const }, 296: [3] };
    const { micronsPerPixel, doubted } = (await open({ images: [await tiled(image, TILE, 'none', tags)] })).info;
    expect({ micronsPerPixel, doubted }).toEqual(expected);
  });

  it.each<[string, TiffImage[]]>([
    ['a label in strips comes first', [label, wholeTiled, halfTiled]],
    ['a larger macro image says what it is', [largeMacro, wholeTiled]],
    ['it lies below a preview', [{ ...label, below: [wholeTiled] }]],
  ])('the slide is found where %s', async (_, images) => {
    const { info } = await open({ images });
    expect(info.levels[0]).toMatchObject({ width: 150, height: 101 });
    expect(info.passedOver).toHaveLength(1);
    expect(await readLevel({ images })).toEqual(image);
  });

  it('refuses a file that holds a label alone', async () => {
    const images = [striped(image, { 270: 'Aperio Image Library v11\nlabel 150x101' })];
    await expect(open({ images })).rejects.toMatchObject({
      code: 'slide-variant',
      detail: expect.stringContaining('label'),
    });
  });

  it('passes over what is not the slide smaller', async () => {
    const macro = await tiled(slideImage(100, 30), TILE, 'none');
    const { info } = await open({ images: [await tiled(image, TILE, 'none'), label, macro] });
    expect(info.levels).toHaveLength(1);
    expect(info.passedOver).toEqual(['other', 'other']);
  });

  it('refuses 4 bits and an unknown compression', async () => {
    const tags = { 256: [64], 257: [64], 258: [4], 259: [1], 262: [1], 277: [1], 322: [64], 323: [64] };
    const fourBits = { tags, blocks: [new Uint8Array(2048)], places: [324, 325] as const };
    await expect(open({ images: [fourBits] })).rejects.toMatchObject({ code: 'slide-variant' });
    const unknown = { ...fourBits, tags: { ...tags, 258: [8], 259: [34887] } };
    await expect(open({ images: [unknown] })).rejects.toMatchObject({ code: 'slide-variant' });
  });
});

describe('slides of 16 bits a sample', () => {
  /** Little-endian, as the writer of slides writes. */
  const deep = (values: Uint8Array, factor: number) =>
    new Uint8Array(Uint16Array.from(values, (value) => value * factor).buffer);
  const deepSlide = (factor: number, more: TiffImage['tags'] = {}): SlideRecipe => {
    const tags = { 256: [150], 257: [101], 258: [16, 16, 16], 259: [1], 262: [2], 277: [3], 322: [150], 323: [101] };
    return { images: [{ tags: { ...tags, ...more }, blocks: [deep(image.data, factor)], places: [324, 325] }] };
  };

  it('are scaled by the bits in use, over all of the slide', async () => {
    for (const [factor, bits] of [
      [257, undefined],
      [16, 12],
    ] as const) {
      expect((await open(deepSlide(factor))).info.bitsByRange).toBe(bits);
      expect(largestDifference(await readLevel(deepSlide(factor)), image)).toBeLessThanOrEqual(1);
    }
    const tagged = deepSlide(16, { 341: [4095] });
    expect((await open(tagged)).info.bitsByRange).toBeUndefined();
    expect(largestDifference(await readLevel(tagged), image)).toBeLessThanOrEqual(1);
  });

  it('are so in strips, too', async () => {
    const { tags } = striped(image, { 258: [16, 16, 16], 278: [101] });
    const recipe: SlideRecipe = { images: [{ tags, blocks: [deep(image.data, 16)], places: [273, 279] }] };
    expect((await open(recipe)).info.bitsByRange).toBe(12);
    expect(largestDifference(await readLevel(recipe), image)).toBeLessThanOrEqual(1);
  });
});

describe('TIFF in strips', () => {
  const inStrips = (rows: number, packing: 'none' | 'deflate'): SlideRecipe => {
    const blocks: Uint8Array[] = [];
    for (let top = 0; top < image.height; top += rows) {
      const pixels = image.data.slice(top * image.width * 3, (top + rows) * image.width * 3);
      blocks.push(packing === 'deflate' ? zlibSync(pixels) : pixels);
    }
    const { tags } = striped(image, { 278: [rows], 259: [packing === 'deflate' ? 8 : 1] });
    return { images: [{ tags, blocks, places: [273, 279] }] };
  };

  it.each([
    [1, 'none'],
    [16, 'none'],
    [101, 'none'],
    [7, 'deflate'],
    [101, 'deflate'],
  ] as const)('of %i rows (%s) is one level', async (rows, packing) => {
    const recipe = inStrips(rows, packing);
    expect((await open(recipe)).info.levels).toHaveLength(1);
    expect(await readLevel(recipe)).toEqual(image);
  });

  it('is read band by band where it is large, across uncompressed strips and within them', async () => {
    const large = slideImage(5000, 700);
    for (const rows of [200, 700]) {
      const blocks: Uint8Array[] = [];
      for (let top = 0; top < 700; top += rows) {
        blocks.push(large.data.slice(top * 15_000, Math.min(700, top + rows) * 15_000));
      }
      const recipe: SlideRecipe = { images: [{ ...striped(large, { 278: [rows] }), blocks }] };
      expect((await open(recipe)).info.levels[0].tileHeight).toBeLessThan(300);
      expect(largestDifference(await readLevel(recipe), large)).toBe(0);
    }
  });
});

describe('Aperio', () => {
  const description = 'Aperio Image Library v11\n150x101 (32x32) JPEG/RGB Q=30|AppMag = 20|MPP = 0.2498|Left = 1';

  it('reads levels and microns, and counts thumbnail, label and macro', async () => {
    const recipe = {
      images: [
        await tiled(image, TILE, 'lzw', { 270: description }),
        striped(slideImage(30, 20), { 270: 'Aperio Image Library v11\n150x101 -> 30x20 - |AppMag = 20' }),
        await tiled(half, TILE, 'lzw', { 270: 'Aperio Image Library v11\n150x101 -> 75x50' }),
        striped(slideImage(20, 30), { 270: 'Aperio Image Library v11\nlabel 20x30' }),
        striped(slideImage(50, 20), { 270: 'Aperio Image Library v11\nmacro 50x20' }),
      ],
    };
    const { info } = await open(recipe);
    expect(info).toMatchObject({
      format: 'aperio',
      micronsPerPixel: 0.2498,
      compression: 'LZW',
      passedOver: ['thumbnail', 'label', 'macro'],
    });
    expect(info.levels.map(({ width }) => width)).toEqual([150, 75]);
    expect(await readLevel(recipe, 1)).toEqual(half);
  });
});

describe("Aperio's resolution", () => {
  const infoOf = async (properties: string) => {
    const description = `Aperio Image Library v11\n150x101 (32x32) JPEG/RGB Q=30|${properties}`;
    return (await open({ images: [await tiled(image, TILE, 'none', { 270: description })] })).info;
  };

  it.each([
    ['AppMag = 20|MPP = 0,500000', { micronsPerPixel: 0.5 }],
    ['MPP=0.2498', { micronsPerPixel: 0.2498 }],
    ['AppMag = 20', { guessed: 0.5 }],
    ['AppMag = 40|MPP = 0.0025', { guessed: 0.25, doubted: { reason: 'no-microscope', micronsPerPixel: 0.0025 } }],
    ['AppMag = 0', {}],
  ])('%s', async (properties, expected) => {
    const { micronsPerPixel, guessed, doubted } = await infoOf(properties);
    expect({ micronsPerPixel, guessed, doubted }).toEqual(expected);
  });
});

describe('OME-TIFF', () => {
  const xml = (pixels: string) =>
    `<?xml version="1.0"?><OME xmlns="x"><Image ID="Image:0" Name="slide"><Pixels ${pixels}/></Image><Image ID="Image:1" Name="label image"/><Image ID="Image:2" Name="macro image"/></OME>`;
  const rgb = 'SizeX="150" SizeY="101" SizeC="3" SizeZ="1" SizeT="1"';

  it('finds the levels in SubIFDs', async () => {
    const below = [await tiled(half, TILE, 'deflate')];
    const tags = { 270: xml(`${rgb} PhysicalSizeX="250" PhysicalSizeXUnit="nm"`) };
    const images = [{ ...(await tiled(image, TILE, 'deflate', tags)), below }, label, label];
    const { info } = await open({ bigTiff: true, images });
    expect(info).toMatchObject({ format: 'ome-tiff', micronsPerPixel: 0.25, passedOver: ['label', 'macro'] });
    expect(await readLevel({ bigTiff: true, images }, 1)).toEqual(half);
  });

  it('takes the largest image that is no macro or label, wherever it stands, and by the directory it names', async () => {
    const ome = (images: string) => ({ 270: `<OME xmlns="x">${images}</OME>` });
    const one = (name: string, { width, height }: RgbImage, ifd = '') =>
      `<Image Name="${name}"><Pixels SizeX="${width}" SizeY="${height}" SizeC="3" PhysicalSizeX="0.5"><TiffData ${ifd}/></Pixels></Image>`;
    const macro = slideImage(200, 180);
    const byOrder = [
      { ...(await tiled(macro, TILE, 'none', ome(one('macro', macro) + one('', image)))), below: [] },
      { ...(await tiled(image, TILE, 'none')), below: [await tiled(half, TILE, 'none')] },
    ];
    const byName = [
      await tiled(
        slideImage(20, 20),
        TILE,
        'none',
        ome(one('slide', image, 'IFD="1"') + one('Label', macro, 'IFD="2"')),
      ),
      { ...(await tiled(image, TILE, 'none')), below: [await tiled(half, TILE, 'none')] },
      await tiled(macro, TILE, 'none'),
    ];
    for (const images of [byOrder, byName]) {
      expect((await open({ images })).info).toMatchObject({ micronsPerPixel: 0.5 });
      expect((await open({ images })).info.levels.map(({ width }) => width)).toEqual([150, 75]);
      expect(await readLevel({ images })).toEqual(image);
    }
  });

  it('refuses a macro image alone', async () => {
    const images = [await tiled(image, TILE, 'none', { 270: '<OME><Image Name="Macro"><Pixels/></Image></OME>' })];
    await expect(open({ images })).rejects.toMatchObject({ code: 'slide-variant' });
  });

  it.each([
    ["PhysicalSizeX='0.5' PhysicalSizeXUnit='um'", 0.5],
    ['PhysicalSizeX="0.5" PhysicalSizeXUnit="&#181;m"', 0.5],
    ['PhysicalSizeX="0.5" PhysicalSizeXUnit="&#xB5;m"', 0.5],
    ['PhysicalSizeX="0.5" PhysicalSizeXUnit="&micro;m"', 0.5],
    ['PhysicalSizeX="0.5" PhysicalSizeXUnit="\u03bcm"', 0.5],
    ['PhysicalSizeX="0,5" PhysicalSizeXUnit="micron"', 0.5],
    ['PhysicalSizeX="5.0E-4" PhysicalSizeXUnit="mm"', 0.5],
    ['PhysicalSizeX="1" PhysicalSizeXUnit="pixel"', undefined],
    ['PhysicalSizeX="0.5" PhysicalSizeY="2"', undefined],
  ])('%s: %s µm/px', async (attributes, microns) => {
    const images = [await tiled(image, TILE, 'none', { 270: xml(`${rgb} ${attributes}`) })];
    const { micronsPerPixel } = (await open({ images })).info;
    expect(micronsPerPixel).toEqual(microns === undefined ? undefined : expect.closeTo(microns));
  });

  it.each([
    ['the first of 2 focal planes', 'SizeC="3" SizeZ="2"'],
    ['the first of 2 times', 'SizeC="3" SizeT="2"'],
  ])('of several planes, reads %s, and says so', async (words, sizes) => {
    const dark = { ...image, data: new Uint8Array(image.data.length) };
    const images = [
      { ...(await tiled(image, TILE, 'none', { 270: xml(sizes) })), below: [await tiled(half, TILE, 'none')] },
      { ...(await tiled(dark, TILE, 'none')), below: [await tiled(half, TILE, 'none')] },
    ];
    const { info, decodeTile } = await open({ images });
    expect(info.onlyPart).toBe(words);
    expect(info.levels).toHaveLength(2);
    expect((await decodeTile(0, 0, 0))?.data[0]).toBe(image.data[0]);
  });
});

describe('channels', () => {
  const grey = (value: (x: number, y: number) => number, width: number, height: number): RgbImage => ({
    width,
    height,
    data: Uint8Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width))),
  });
  const values = [(x: number) => x, (_: number, y: number) => 2 * y, () => 40];
  const plane = (channel: number, side: number, description: string) =>
    greyTiles(grey(values[channel] as (x: number, y: number) => number, side, side), description);
  const first = async (recipe: SlideRecipe, shown?: ShownChannels) => {
    const { info, decodeTile } = await openSlide([new Blob([writeTiffSlide(recipe)])], shown);
    const at = (tile: RgbImage | undefined) => [
      ...(tile?.data.slice((20 * (tile.width ?? 0) + 30) * 3).slice(0, 3) ?? []),
    ];
    return { info, pixel: at(await decodeTile(0, 0, 0)), coarse: at(await decodeTile(info.levels.length - 1, 0, 0)) };
  };

  const named =
    '<Channel Name="DAPI" Color="65535"/><Channel Name="FITC" Color="16711935"/><Channel Name="Cy5" Color="-16776961"/>';
  it.each([
    ['one after another', 'DimensionOrder="XYCZT" SizeC="3"', '', [0, 1, 2]],
    ['behind the focal planes of each', 'DimensionOrder="XYZCT" SizeC="3" SizeZ="2"', '', [0, 0, 1, 1, 2, 2]],
    [
      'where the XML says',
      'SizeC="3"',
      '<TiffData IFD="0"/><TiffData IFD="1" FirstC="2"/><TiffData IFD="2" FirstC="1"/>',
      [0, 2, 1],
    ],
  ])('of OME-TIFF are read one by one, or all in their colours: %s', async (_, sizes, data, order) => {
    const xml = `<OME><Image><Pixels SizeX="128" SizeY="128" ${sizes}>${named}${data}</Pixels></Image></OME>`;
    const images = order.map((channel, at) => ({
      ...plane(channel, 128, at === 0 ? xml : ''),
      below: [plane(channel, 64, '')],
    }));
    const names = ['DAPI', 'FITC', 'Cy5'];
    const one = await first({ images });
    expect(one.info).toMatchObject({ channels: { names, shown: 0 }, levels: [{ width: 128 }, { width: 64 }] });
    expect(one.pixel).toEqual([30, 30, 30]);
    expect(await first({ images }, 1)).toMatchObject({ pixel: [40, 40, 40], coarse: [40, 40, 40] });
    const all = await first({ images }, 'composite');
    expect(all).toMatchObject({
      info: { channels: { names, shown: 'composite' } },
      pixel: [40, 40, 30],
      coarse: [40, 40, 30],
    });
    await expect(first({ images }, 3)).rejects.toMatchObject({
      code: 'slide-variant',
      detail: 'no channel 4: it has 3',
    });
  });

  it('of QPTIFF are its pages of full resolution, each with levels of its own', async () => {
    const xml = (type: string, name: string, colour: string) =>
      `<?xml version="1.0" encoding="utf-16"?><PerkinElmer-QPI-ImageDescription><ImageType>${type}</ImageType><Name>${name}</Name><Color>${colour}</Color></PerkinElmer-QPI-ImageDescription>`;
    const images = [
      plane(0, 128, xml('FullResolution', 'DAPI', '0,0,255')),
      plane(1, 128, xml('FullResolution', 'Opal 520', '0,255,0')),
      { ...plane(0, 32, xml('Thumbnail', 'thumbnail', '')) },
      plane(0, 64, xml('ReducedResolution', 'DAPI', '0,0,255')),
      plane(1, 64, xml('ReducedResolution', 'Opal 520', '0,255,0')),
    ];
    expect(await first({ images })).toMatchObject({
      info: { channels: { names: ['DAPI', 'Opal 520'], shown: 0 }, levels: [{}, {}], passedOver: ['thumbnail'] },
      pixel: [30, 30, 30],
    });
    expect(await first({ images }, 1)).toMatchObject({ pixel: [40, 40, 40], coarse: [40, 40, 40] });
    expect(await first({ images }, 'composite')).toMatchObject({ pixel: [0, 40, 30], coarse: [0, 40, 30] });
  });
});

/** One sample a pixel, uncompressed, in tiles of 64 pixels. */
function greyTiles({ width, height, data }: RgbImage, description: string): TiffImage {
  const blocks: Uint8Array[] = [];
  for (let top = 0; top < height; top += 64) {
    for (let left = 0; left < width; left += 64) {
      const at = (i: number) => (top + Math.floor(i / 64)) * width + left + (i % 64);
      blocks.push(Uint8Array.from({ length: 64 * 64 }, (_, i) => data[at(i)] ?? 0));
    }
  }
  const size = { 256: [width], 257: [height], 322: [64], 323: [64] };
  const tags = { ...size, 258: [8], 259: [1], 262: [1], 277: [1], ...(description && { 270: description }) };
  return { tags, blocks, places: [324, 325] };
}

it('of pages of one size, which may be channels, reads the first, and says so', async () => {
  const dark = { ...image, data: new Uint8Array(image.data.length) };
  const images = [await tiled(image, TILE, 'none'), await tiled(dark, TILE, 'none'), await tiled(half, TILE, 'none')];
  const { info, decodeTile } = await open({ images });
  expect(info).toMatchObject({ onlyPart: 'the first of 2 pages of its size', passedOver: ['other'] });
  expect(info.levels).toHaveLength(2);
  expect((await decodeTile(0, 0, 0))?.data[0]).toBe(image.data[0]);
  expect((await open({ images: images.slice(1) })).info.onlyPart).toBeUndefined();
});

describe('Philips', () => {
  const xml =
    '<?xml version="1.0"?><DataObject ObjectType="DPUfsImport"><Attribute Name="DICOM_PIXEL_SPACING" Group="0x0028">&quot;0.000226891&quot; &quot;0.000226907&quot;</Attribute></DataObject>';
  // Declared sizes are padded to whole tiles.
  const whole = slideImage(160, 128);
  const second = { ...slideImage(96, 64), width: 96, height: 64 };

  it('knows the true size of padded levels', async () => {
    const images = [
      await tiled(whole, TILE, 'none', { 270: xml }),
      await tiled(second, TILE, 'none'),
      striped(slideImage(20, 10), { 270: 'Macro' }),
      striped(slideImage(10, 10), { 270: 'Label' }),
    ];
    const { info } = await open({ images });
    expect(info).toMatchObject({ format: 'philips', passedOver: ['macro', 'label'] });
    expect(info.micronsPerPixel).toBeCloseTo(0.226907, 9);
    expect(info.levels.map(({ width, height, downsample }) => [width, height, downsample])).toEqual([
      [160, 128, 1],
      [80, 64, 2],
    ]);
  });

  it('refuses levels of other sizes', async () => {
    const images = [await tiled(whole, TILE, 'none', { 270: xml }), await tiled(image, TILE, 'none')];
    await expect(open({ images })).rejects.toMatchObject({ code: 'slide-variant' });
  });
});

describe('slides of other makers', () => {
  it.each([
    ['NDPI', { 65420: [1] }],
    ['SCN', { 270: '<?xml version="1.0"?><scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01">' }],
    ['BIF', { 700: '<iScan Magnification="40"/>' }],
    ['Trestle', { 305: 'MedScan' }],
  ])('%s is refused by name', async (name, tags) => {
    await expect(open({ images: [await tiled(image, TILE, 'none', tags)] })).rejects.toMatchObject({
      code: 'slide-variant',
      detail: expect.stringContaining(name),
    });
  });
});

it('a JPEG of more pixels than are decoded at once is read in bands, as one patch and as a slide', async () => {
  const width = 5504;
  const height = 5008;
  const wide = { width, height, data: new Uint8Array(width * height * 3) };
  const shade = (y: number) => 40 + Math.floor(y / 32);
  for (let y = 0; y < height; y++) wide.data.fill(shade(y), y * width * 3, (y + 1) * width * 3);
  const file = new Blob([await encodeJpeg(wide)]);
  const decoded = await decodeImage(file);
  expect([decoded.width, decoded.height]).toEqual([width, height]);
  const { info, decodeTile } = await openSlide([file]);
  expect(info).toMatchObject({ format: 'image', levels: [{ width, height }] });
  const { tileHeight } = info.levels[0];
  for (const y of [0, 1000, 2575, height - 1]) {
    const tile = await decodeTile(0, 0, Math.floor(y / tileHeight));
    for (const value of [decoded.data[y * width * 3], tile?.data[(y % tileHeight) * width * 3]]) {
      expect(Math.abs((value as number) - shade(y))).toBeLessThanOrEqual(2);
    }
  }
}, 60_000);
