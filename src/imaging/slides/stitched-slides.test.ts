/** Leica SCN, Ventana BIF and 3DHISTECH MIRAX: slides that are put together from images that lie anywhere. */
import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideFiles } from '../../base/slide.ts';
import { largestDifference } from '../testing/test-image.ts';
import { detectSlide } from './detect-slide.ts';
import { openSlide } from './open-slide.ts';
import { readArea } from './read-area.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { writeLeica } from './testing/write-leica.ts';
import { miraxSize, writeMirax } from './testing/write-mirax.ts';
import { cutTile } from './testing/write-tiff-slide.ts';
import { ventanaSize, writeVentana } from './testing/write-ventana.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

/** Most that JPEG changes of these images. */
const LOSSY = 4;

async function readLevel(files: SlideFiles, index: number): Promise<RgbImage> {
  const { info, decodeTile } = await openSlide(files);
  const level = info.levels[index];
  if (!level) throw new Error(`no level ${index}`);
  const { width, height } = level;
  const own = { ...info, levels: [{ ...level, downsample: 1 }] as const };
  return readArea(own, (_, x, y) => decodeTile(index, x, y), { x: 0, y: 0, width, height }, width, height);
}

describe('Leica SCN', () => {
  const size = { width: 600, height: 600 };
  const areas = [
    { x: 20, y: 30, image: slideImage(100, 70) },
    { x: 490, y: 520, image: slideImage(54, 60) },
  ];

  it('is a slide as large as the glass; the overview and fluorescence are passed over', async () => {
    const file = new Blob([await writeLeica(size, [...areas, { ...areas[0], illumination: 'fluorescence' } as never])]);
    expect(await detectSlide(file)).toEqual({ kind: 'slide' });
    const { info } = await openSlide([file]);
    expect(info).toMatchObject({ format: 'leica', micronsPerPixel: 0.5, passedOver: ['macro', 'other'] });
    expect(info.levels.map(({ width, height, downsample }) => [width, height, downsample])).toEqual([
      [600, 600, 1],
      [300, 300, 2],
    ]);
  });

  it('has its areas where they were scanned, across our tiles, and white between them', async () => {
    const file = new Blob([await writeLeica(size, areas, 'deflate')]);
    const level = await readLevel([file], 0);
    for (const { x, y, image } of areas) {
      expect(largestDifference(cutTile(level, x, y, image.width, image.height), image)).toBe(0);
    }
    expect(level.data.slice(0, 3 * 20)).toEqual(new Uint8Array(60).fill(255));
    const [first] = areas;
    const half = halve(first?.image as RgbImage);
    expect(largestDifference(cutTile(await readLevel([file], 1), 10, 15, half.width, half.height), half)).toBe(0);
    expect(await (await openSlide([file])).decodeTile(0, 1, 0)).toBeUndefined();
  });

  it.each([
    ['only its overview', []],
    ['fluorescence alone', [{ x: 0, y: 2, image: slideImage(20, 20), illumination: 'fluorescence' }]],
  ])('is refused with %s', async (_, none) => {
    await expect(openSlide([new Blob([await writeLeica(size, none)])])).rejects.toMatchObject({
      code: 'slide-variant',
    });
  });
});

describe('Ventana BIF', () => {
  const recipe = { tile: 64, overlap: 8, columns: 11, rows: 3 };
  const size = ventanaSize(recipe);
  const image = slideImage(size.width, size.height);

  it('is joined where its camera images overlap, at each level', async () => {
    const file = new Blob([await writeVentana({ ...recipe, image })]);
    expect(await detectSlide(file)).toEqual({ kind: 'slide' });
    const { info } = await openSlide([file]);
    expect(info).toMatchObject({ format: 'ventana', micronsPerPixel: 0.5, compression: 'JPEG', passedOver: ['label'] });
    expect(info.levels.map(({ width, height }) => [width, height])).toEqual([
      [624, 176],
      [312, 88],
    ]);
    expect(largestDifference(await readLevel([file], 0), image)).toBeLessThanOrEqual(LOSSY);
    expect(largestDifference(await readLevel([file], 1), halve(image))).toBeLessThanOrEqual(LOSSY);
  });

  it('is refused where images overlap by more than half', async () => {
    const file = new Blob([await writeVentana({ ...recipe, image, overlap: 40 })]);
    await expect(openSlide([file])).rejects.toMatchObject({ code: 'image-broken' });
  });
});

describe('3DHISTECH MIRAX', () => {
  const recipe = { columns: 5, rows: 2 };
  const size = miraxSize(recipe);
  const image = slideImage(size.width, size.height);
  const write = async (change: (files: Map<string, Uint8Array<ArrayBuffer>>) => void = () => {}) => {
    const files = new Map(await writeMirax({ ...recipe, image }));
    change(files);
    return Array.from(files, ([name, bytes]) => new File([bytes], name)) as unknown as SlideFiles;
  };

  it('has levels of photographs that overlap, in JPEG, PNG and BMP', async () => {
    const files = await write();
    const { info } = await openSlide(files);
    expect(info).toMatchObject({ format: 'mirax', micronsPerPixel: 0.5, compression: 'JPEG' });
    expect(info.levels.map(({ width, height, downsample }) => [width, height, downsample])).toEqual([
      [576, 240, 1],
      [288, 120, 2],
      [144, 60, 4],
    ]);
    expect(largestDifference(await readLevel(files, 0), image)).toBeLessThanOrEqual(LOSSY);
    expect(largestDifference(await readLevel(files, 1), halve(image))).toBeLessThanOrEqual(LOSSY);
    expect(largestDifference(await readLevel(files, 2), halve(halve(image)))).toBeLessThanOrEqual(LOSSY);
  });

  it.each([
    ['its folder', ['Slidedat.ini', 'Index.dat', 'Data0000.dat']],
    ['its index', ['Index.dat']],
    ['its data files', ['Data0000.dat']],
  ])('says so where %s is missing', async (_, names) => {
    const files = await write((all) => {
      for (const name of names) all.delete(name);
    });
    await expect(openSlide(files)).rejects.toMatchObject({ code: 'slide-incomplete' });
  });

  it('tells an index whose pages run in a circle', async () => {
    const files = await write((all) => {
      const index = all.get('Index.dat') as Uint8Array<ArrayBuffer>;
      const view = new DataView(index.buffer);
      // The first page comes behind the two roots; its second number leads to the next.
      view.setInt32(37 + 8 + 4, 37 + 8, true);
    });
    await expect(openSlide(files)).rejects.toMatchObject({ code: 'image-broken' });
  });
});
