import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { sharedFolder } from '../../../scripts/setup/shared-folder.mjs';
import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideFiles } from '../../base/slide.ts';
import { encodeJpeg } from '../testing/encode-with-jsquash.ts';
import { largestDifference } from '../testing/test-image.ts';
import { openSlide } from './open-slide.ts';
import { readArea } from './read-area.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { type EtsRecipe, type EtsTile, writeEts } from './testing/write-ets.ts';
import { cutTile } from './testing/write-tiff-slide.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const TILE = 64;
const image = slideImage(3 * TILE, 2 * TILE);
const half = halve(image);

const files = (...stacks: (EtsRecipe | Uint8Array<ArrayBuffer>)[]) =>
  [
    new File(['a preview'], 'slide.vsi'),
    ...stacks.map((each) => new File([each instanceof Uint8Array ? each : writeEts(each)], 'frame_t.ets')),
  ] as unknown as SlideFiles;

async function tilesOf(whole: RgbImage, level: number, pack = encodeJpeg): Promise<EtsTile[]> {
  const tiles: EtsTile[] = [];
  for (let row = 0; row * TILE < whole.height; row++) {
    for (let column = 0; column * TILE < whole.width; column++) {
      const data = await pack(cutTile(whole, column * TILE, row * TILE, TILE, TILE));
      tiles.push({ place: [column, row, 0, level], data });
    }
  }
  return tiles;
}

const slide = async (): Promise<EtsRecipe> => ({
  tile: [TILE, TILE],
  compression: 2,
  hasLevels: true,
  tiles: [...(await tilesOf(image, 0)), ...(await tilesOf(half, 1))],
});
const label = async (): Promise<EtsRecipe> => ({ ...(await slide()), tiles: await tilesOf(slideImage(TILE, TILE), 0) });

async function readLevel(slideFiles: SlideFiles, index: number): Promise<RgbImage> {
  const { info, decodeTile } = await openSlide(slideFiles);
  const level = info.levels[index];
  if (!level) throw new Error(`no level ${index}`);
  const { width, height } = level;
  const own = { ...info, levels: [{ ...level, downsample: 1 }] as const };
  return readArea(own, (_, x, y) => decodeTile(index, x, y), { x: 0, y: 0, width, height }, width, height);
}

describe('Olympus VSI', () => {
  it('is the largest image of its folder, at each resolution; the label is passed over', async () => {
    const given = files(await label(), await slide());
    const { info } = await openSlide(given);
    expect(info).toMatchObject({ format: 'vsi', compression: 'JPEG', passedOver: ['other'] });
    // Whole tiles: two cover the half of three.
    expect(info.levels.map(({ width, height }) => [width, height])).toEqual([
      [192, 128],
      [128, 64],
    ]);
    expect(largestDifference(await readLevel(given, 0), image)).toBeLessThanOrEqual(4);
    const coarse = cutTile(await readLevel(given, 1), 0, 0, half.width, half.height);
    expect(largestDifference(coarse, half)).toBeLessThanOrEqual(4);
  });

  it('is read uncompressed, blue first or not, and white where a tile is missing', async () => {
    const raw = async ({ data }: RgbImage) => Uint8Array.from(data);
    const tiles = await tilesOf(image, 0, raw as never);
    const recipe: EtsRecipe = { ...(await slide()), compression: 0, tiles };
    expect(largestDifference(await readLevel(files(recipe), 0), image)).toBe(0);
    const [red, , blue] = (await readLevel(files({ ...recipe, blueFirst: true }), 0)).data;
    expect([red, blue]).toEqual([image.data[2], image.data[0]]);
    expect((await readLevel(files({ ...recipe, tiles: tiles.slice(1) }), 0)).data[0]).toBe(255);
  });

  it.each([
    ['without its folder', async () => files(), 'slide-incomplete'],
    ['in lossless JPEG', async () => files({ ...(await slide()), compression: 5 }), 'slide-variant'],
    ['of floating point', async () => files({ ...(await slide()), pixelType: 8 }), 'slide-variant'],
    ['in tiles of no size', async () => files({ ...(await slide()), tile: [0, 64] }), 'image-broken'],
    [
      'of tiles at places that no slide has',
      async () => files({ ...(await slide()), tiles: [{ place: [-1, 0, 0, 0], data: new Uint8Array(4) }] }),
      'image-broken',
    ],
    ['whose .ets file is none', async () => files(new Uint8Array(300)), 'image-broken'],
    ['whose .ets file is cut off', async () => files(writeEts(await slide()).slice(0, -40)), 'image-broken'],
  ])('is refused %s', async (_, make, code) => {
    await expect(openSlide(await make())).rejects.toMatchObject({ code });
  });

  it.skipIf(!sharedFolder())('of a microscope: 16 bits in JPEG 2000, the most detailed of its planes', async () => {
    const folder = path.join(sharedFolder() ?? '', 'data/slides-other/olympus-vsi');
    const ets = path.join(folder, '_vsi-ets-test-jpg2k_/stack1/frame_t_0.ets');
    const given = [
      new File([], 'vsi-ets-test-jpg2k.vsi'),
      new File([await openAsBlob(ets)], 'frame_t_0.ets'),
    ] as unknown as SlideFiles;
    const { info } = await openSlide(given);
    expect(info).toMatchObject({
      levels: [{ width: 1645, height: 1682 }],
      compression: 'JPEG 2000',
      bitsByRange: 12,
      onlyPart: 'the most detailed of 22 planes (focal planes, channels or times)',
    });
    // By Pillow's OpenJPEG, scaled from 12 bits.
    expect(
      createHash('sha256')
        .update((await readLevel(given, 0)).data)
        .digest('hex'),
    ).toBe('17f8c8bf4d7dc87e0632f93c45b1d919f9a0a3a7dea9e9128155abdbc667d526');
  });
});
