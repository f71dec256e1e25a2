import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { ShownChannels } from '../../base/slide.ts';
import { largestDifference } from '../testing/test-image.ts';
import { detectSlide } from './detect-slide.ts';
import { type FileOfFolder, packFolder } from './folder-file.ts';
import { openSlide } from './open-slide.ts';
import { readArea } from './read-area.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { rgbLevel, writeZarr, type ZarrRecipe, zarrFile } from './testing/write-zarr.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const whole = slideImage(210, 130);
const half = halve(whole);
const colour = { version: 2, levels: [rgbLevel(whole), rgbLevel(half)], chunk: [64, 64] } as const;

const folderOf = (files: readonly FileOfFolder[]) => packFolder('a.ome.zarr', files);

async function readLevel(file: Blob, index: number, shown?: ShownChannels): Promise<RgbImage> {
  const { info, decodeTile } = await openSlide([file], shown);
  const level = info.levels[index];
  if (!level) throw new Error(`no level ${index}`);
  const { width, height } = level;
  const own = { ...info, levels: [{ ...level, downsample: 1 }] as const };
  return readArea(own, (_, x, y) => decodeTile(index, x, y), { x: 0, y: 0, width, height }, width, height);
}

async function reasonOf(files: readonly FileOfFolder[], shown?: ShownChannels): Promise<string> {
  try {
    await readLevel(folderOf(files), 0, shown);
    return 'read';
  } catch (thrown) {
    if (thrown instanceof AppError) return `${thrown.code}: ${thrown.detail}`;
    throw thrown;
  }
}

/** Three channels of 12 bits, each brighter along another line. */
const fluorescence: ZarrRecipe = {
  version: 2,
  type: 'uint16',
  chunk: [32, 50],
  levels: [{ width: 100, height: 60, channels: 3, valueAt: (c, y, x) => [x * 40, y * 60, (x + y) * 20][c] as number }],
  omero: {
    channels: [
      { label: 'DAPI', color: '0000FF', window: { start: 0, end: 2000, min: 0, max: 4095 } },
      { label: 'FITC', color: '00FF00', window: { start: 100, end: 3000 } },
      { label: '', color: 'FF0000', window: { start: 0, end: 3180 } },
    ],
  },
};

describe('OME-Zarr', () => {
  it.each<[string, Partial<ZarrRecipe>]>([
    ['version 0.4, uncompressed', {}],
    ['version 0.4, Blosc', { codec: 'blosc' }],
    ['version 0.4, Deflate, keys with dots', { codec: 'zlib', separator: '.' }],
    ['version 0.4, gzip, column by column', { codec: 'gzip', order: 'F', chunkChannels: 3 }],
    ['version 0.4, LZ4', { codec: 'lz4' }],
    ['version 0.4, Zstandard', { codec: 'zstd' }],
    ['version 0.5, uncompressed', { version: 3 }],
    ['version 0.5, Blosc', { version: 3, codec: 'blosc' }],
    ['version 0.5, gzip', { version: 3, codec: 'gzip' }],
    ['version 0.5, Zstandard in shards', { version: 3, codec: 'zstd', shard: 2 }],
    ['version 0.5, three channels a chunk, keys with dots', { version: 3, chunkChannels: 3, separator: '.' }],
    ['chunks larger than tiles', { chunk: [130, 4000] }],
    ['chunks smaller than tiles', { chunk: [20, 30], codec: 'blosc' }],
  ])('is read at each resolution: %s', async (_, part) => {
    const file = folderOf(await writeZarr({ ...colour, ...part }));
    expect(await detectSlide(file)).toEqual({ kind: 'slide' });
    expect(largestDifference(await readLevel(file, 0), whole)).toBe(0);
    expect(largestDifference(await readLevel(file, 1), half)).toBe(0);
  });

  it.each([
    ['micrometer', 0.25, 0.25],
    ['nanometer', 500, 0.5],
    ['millimeter', 0.001, 1],
  ])('has the resolution of its scale, in %s', async (unit, scale, microns) => {
    for (const version of [2, 3] as const) {
      const file = folderOf(await writeZarr({ ...colour, version, scale: [scale, scale], unit }));
      expect((await openSlide([file])).info.micronsPerPixel).toBeCloseTo(microns, 9);
    }
  });

  it('does not take a scale without a unit for micrometres', async () => {
    expect((await openSlide([folderOf(await writeZarr(colour))])).info).not.toHaveProperty('micronsPerPixel');
  });

  it('gives missing chunks the fill value', async () => {
    const spot = { width: 200, height: 90, channels: 3, valueAt: (_: number, y: number) => (y < 10 ? 80 : 251) };
    for (const stored of [{ version: 2 }, { version: 3 }, { version: 3, shard: 2 }] as const) {
      const files = await writeZarr({ ...colour, ...stored, levels: [spot], fill: 251, leavesOut: true });
      const { data } = await readLevel(folderOf(files), 0);
      expect(data.every((value, i) => value === (i < 10 * 200 * 3 ? 80 : 251))).toBe(true);
    }
  });

  it('reads one channel of several within its window, or all in their colours', async () => {
    for (const version of [2, 3] as const) {
      const file = folderOf(await writeZarr({ ...fluorescence, version, bigEndian: true }));
      const { info } = await openSlide([file]);
      expect(info).toMatchObject({ channels: { names: ['DAPI', 'FITC', ''], shown: 0 } });
      expect(info).not.toHaveProperty('bitsByRange');
      const at = ({ data }: RgbImage, x: number, y: number) => [
        ...data.slice((y * 100 + x) * 3, (y * 100 + x) * 3 + 3),
      ];
      const grey = Math.round((30 * 40 * 255) / 2000);
      expect(at(await readLevel(file, 0), 30, 20)).toEqual([grey, grey, grey]);
      const second = Math.round(((20 * 60 - 100) * 255) / 2900);
      expect(at(await readLevel(file, 0, 1), 30, 20)).toEqual([second, second, second]);
      const third = Math.round((50 * 20 * 255) / 3180);
      expect(at(await readLevel(file, 0, 'composite'), 30, 20)).toEqual([third, second, grey]);
    }
    expect(await reasonOf(await writeZarr(fluorescence), 3)).toBe('slide-variant: no channel 4: it has 3');
  });

  it('scales 16 bits without a window by those in use, and says so', async () => {
    const { omero: _, ...bare } = fluorescence;
    const file = folderOf(await writeZarr(bare));
    expect((await openSlide([file])).info).toMatchObject({ bitsByRange: 12, channels: { names: ['', '', ''] } });
    expect((await readLevel(file, 0)).data[99 * 3]).toBe(Math.round((99 * 40 * 255) / 4095));
  });

  it('reads the middle of several focal planes', async () => {
    const level = {
      width: 64,
      height: 64,
      channels: 1,
      valueAt: (_c: number, _y: number, _x: number, z: number) => 50 * z,
    };
    const file = folderOf(await writeZarr({ version: 2, chunk: [64, 64], levels: [level], depth: 4 }));
    expect((await openSlide([file])).info.onlyPart).toBe('focal plane 2 of 4');
    expect((await readLevel(file, 0)).data[0]).toBe(50);
  });

  it('reads the slide among the images of bioformats2raw, and neither its label nor its overview', async () => {
    const image = (name: string) =>
      `<Image Name="${name}"><Pixels SizeX="210" SizeY="130" PhysicalSizeX="0.5"/></Image>`;
    const files = [
      zarrFile('.zgroup', '{"zarr_format":2}'),
      zarrFile('.zattrs', '{"bioformats2raw.layout":3}'),
      zarrFile('OME/METADATA.ome.xml', `<OME>${['label image', 'slide.svs', 'macro image'].map(image).join('')}</OME>`),
      ...(await writeZarr({ ...colour, levels: [rgbLevel(slideImage(400, 300))] }, '0/')),
      ...(await writeZarr({ ...colour, codec: 'blosc' }, '1/')),
      ...(await writeZarr({ ...colour, levels: [rgbLevel(slideImage(300, 300))] }, '2/')),
    ];
    const { info } = await openSlide([folderOf(files)]);
    expect(info).toMatchObject({ micronsPerPixel: 0.5, passedOver: ['label', 'macro'], compression: 'Blosc' });
    expect(largestDifference(await readLevel(folderOf(files), 0), whole)).toBe(0);
  });

  it.each([
    ['{"plate":{}}', /plate of many wells/],
    ['{"well":{}}', /well of several fields/],
    ['{"image-label":{},"multiscales":[]}', /segmentation/],
    ['{"labels":["nuclei"]}', /label images/],
  ])('says what a folder is that is no slide: %s', async (attributes, what) => {
    for (const files of [
      [zarrFile('.zattrs', attributes)],
      [zarrFile('zarr.json', `{"zarr_format":3,"node_type":"group","attributes":{"ome":${attributes}}}`)],
    ]) {
      expect(await detectSlide(folderOf(files))).toMatchObject({
        kind: 'not-an-image',
        what: expect.stringMatching(what),
      });
      expect(await reasonOf(files)).toMatch(what);
    }
  });

  it('refuses what it cannot read with a reason, before it allocates', async () => {
    const files = await writeZarr({ ...colour, codec: 'blosc' });
    const withArray = (change: (array: Record<string, unknown>) => void) =>
      Promise.all(
        files.map(async ({ path, file }) => {
          if (path !== '0/.zarray') return { path, file };
          const array: Record<string, unknown> = JSON.parse(await file.text());
          change(array);
          return zarrFile(path, JSON.stringify(array));
        }),
      );
    const reason = async (part: Record<string, unknown>) =>
      reasonOf(await withArray((array) => Object.assign(array, part)));
    expect(await reason({ chunks: [1, 60_000, 60_000] })).toMatch(/^image-too-large/);
    expect(await reason({ chunks: [64, 64] })).toMatch(/^image-broken/);
    expect(await reason({ shape: [3, 2 ** 30, 2 ** 30] })).toMatch(/^image-broken/);
    expect(await reason({ dtype: '<c16' })).toMatch(/^slide-variant: OME-Zarr with values of type c16/);
    expect(await reason({ dtype: '<f4' })).toMatch(/no window/);
    expect(await reason({ compressor: { id: 'jpegxl' } })).toMatch(/^slide-variant: OME-Zarr with the codec jpegxl/);
    expect(await reason({ filters: [{ id: 'delta' }] })).toMatch(/the filter delta/);
    expect(await reasonOf(files.filter(({ path }) => !path.startsWith('0/')))).toMatch(/^slide-incomplete/);
    expect(await reasonOf([zarrFile('.zgroup', '{}')])).toMatch(/without the multiscales/);
    expect(await reasonOf([zarrFile('.zattrs', '{"multiscales":[{}]}')])).toMatch(/^image-broken/);
    expect(await reasonOf([zarrFile('.zattrs', '{"multi')])).toMatch(/without the multiscales/);
  });

  it('is the same slide in whatever order its files come, and another when its coarsest chunk is', async () => {
    const bytes = async (files: readonly FileOfFolder[]) => Buffer.from(await folderOf(files).arrayBuffer());
    const files = await writeZarr(colour);
    expect((await bytes(files)).equals(await bytes(files.toReversed()))).toBe(true);
    const end = (buffer: Buffer) => buffer.subarray(-64 * 64);
    const other = await writeZarr({ ...colour, levels: [rgbLevel(whole), rgbLevel(slideImage(105, 65))] });
    expect(end(await bytes(files)).equals(end(await bytes(other)))).toBe(false);
  });
});
