import { describe, expect, it, vi } from 'vitest';
import type { RgbImage } from '../../base/rgb-image.ts';
import { largestDifference } from '../testing/test-image.ts';
import { detectSlide } from './detect-slide.ts';
import { openSlide } from './open-slide.ts';
import { readArea } from './read-area.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { type NdpiImage, writeNdpi } from './testing/write-ndpi.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const image = slideImage(190, 133);
const half = halve(image);
const macro: NdpiImage = { image: slideImage(60, 20), lens: -1 };
/** 24 MCUs are a row of level 0. */
const slide: NdpiImage[] = [{ image, lens: 20, interval: 8 }, { image: half, lens: 10, interval: 12 }, macro];

const open = async (images: readonly NdpiImage[]) => openSlide([new Blob([await writeNdpi(images)])]);

async function readLevel(images: readonly NdpiImage[], index: number): Promise<RgbImage> {
  const { info, decodeTile } = await open(images);
  const level = info.levels[index];
  if (!level) throw new Error(`no level ${index}`);
  const { width, height } = level;
  const own = { ...info, levels: [{ ...level, downsample: 1 }] as const };
  return readArea(own, (_, x, y) => decodeTile(index, x, y), { x: 0, y: 0, width, height }, width, height);
}

describe('Hamamatsu NDPI', () => {
  it('is a slide of the levels under a lens, and the macro image is passed over', async () => {
    expect(await detectSlide(new Blob([await writeNdpi(slide)]))).toEqual({ kind: 'slide' });
    const { info } = await open([macro, ...slide]);
    expect(info).toMatchObject({
      format: 'ndpi',
      micronsPerPixel: 0.5,
      compression: 'JPEG',
      passedOver: ['macro', 'macro'],
    });
    expect(info.levels.map(({ width, height, downsample }) => [width, height, downsample])).toEqual([
      [190, 133, 1],
      [95, 66, 2],
    ]);
  });

  it('is read from restart intervals, several a row or one, at the edges too', async () => {
    expect(largestDifference(await readLevel(slide, 0), image)).toBeLessThanOrEqual(3);
    expect(largestDifference(await readLevel(slide, 1), half)).toBeLessThanOrEqual(3);
  });

  it('of several focal planes, gives the main one', async () => {
    const dark = { ...image, data: new Uint8Array(image.data.length) };
    const plane = (z: number): NdpiImage => ({ image: dark, lens: 20, interval: 24, z });
    const stack = [plane(-4000), { image, lens: 20, interval: 24 }, plane(4000)];
    expect(largestDifference(await readLevel(stack, 0), image)).toBeLessThanOrEqual(3);
    expect((await open(stack)).info.passedOver).toEqual(['other', 'other']);
  });

  it('is refused without restart intervals, with some that no row ends with, and with a macro image alone', async () => {
    for (const images of [[{ image, lens: 20 }], [{ image, lens: 20, interval: 7 }], [macro]]) {
      await expect(open(images)).rejects.toMatchObject({ code: 'slide-variant' });
    }
  });

  it('tells damaged places of intervals', async () => {
    const file = await writeNdpi([{ image, lens: 20, interval: 24 }]);
    const view = new DataView(file.buffer);
    const directory = view.getUint32(4, true);
    const tags = view.getUint16(directory, true);
    const startsAt = view.getUint32(directory + 2 + 12 * (tags - 1) + 8, true);
    view.setUint32(startsAt + 4, 0xffffff00, true);
    const { decodeTile } = await openSlide([new Blob([file])]);
    await expect(decodeTile(0, 0, 0)).rejects.toMatchObject({ code: 'image-broken' });
  });
});
