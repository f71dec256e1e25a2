import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { sharedFolder } from '../../../scripts/setup/shared-folder.mjs';
import type { RgbImage } from '../../base/rgb-image.ts';
import { encodeJpeg } from '../testing/encode-with-jsquash.ts';
import { largestDifference } from '../testing/test-image.ts';
import { packZstd } from '../testing/write-tiff.ts';
import { detectSlide } from './detect-slide.ts';
import { openSlide } from './open-slide.ts';
import { readArea } from './read-area.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { type CziImage, packCziZstd, writeCzi } from './testing/write-czi.ts';
import { cutTile } from './testing/write-tiff-slide.ts';

vi.mock('../load-wasm.ts', () => import('../testing/load-wasm-in-node.ts'));

const GREY_8 = 0;
const GREY_16 = 1;
const BGR_24 = 3;
const image = slideImage(600, 200);
const half = halve(image);

const bgr = ({ data }: RgbImage) => Uint8Array.from(data, (_, i) => data[i - (i % 3) + 2 - (i % 3)] as number);

async function readLevel(blob: Blob, index: number): Promise<RgbImage> {
  const { info, decodeTile } = await openSlide([blob]);
  const level = info.levels[index];
  if (!level) throw new Error(`no level ${index}`);
  const { width, height } = level;
  const own = { ...info, levels: [{ ...level, downsample: 1 }] as const };
  return readArea(own, (_, x, y) => decodeTile(index, x, y), { x: 0, y: 0, width, height }, width, height);
}

/** Two images that overlap by 20 pixels, left of and above the origin, and one of half the resolution. */
async function mosaic(
  pack: (part: RgbImage) => Promise<Uint8Array> | Uint8Array,
  compression: number,
): Promise<CziImage[]> {
  const place = async (whole: RgbImage, left: number, width: number, scale: number, m: number): Promise<CziImage> => ({
    x: left * scale - 100,
    y: -50,
    width: width * scale,
    height: whole.height * scale,
    stored: { width, height: whole.height },
    pixelType: BGR_24,
    compression,
    data: await pack(cutTile(whole, left, 0, width, whole.height)),
    at: { C: 0, M: m },
  });
  return [await place(image, 0, 310, 1, 0), await place(image, 290, 310, 1, 1), await place(half, 0, 300, 2, 0)];
}

describe('Zeiss CZI', () => {
  it.each([
    ['uncompressed', 0, bgr, 0],
    ['JPEG', 1, (part: RgbImage) => encodeJpeg(part), 4],
    ['Zstandard', 5, (part: RgbImage) => packZstd(bgr(part)), 0],
    ['Zstandard with a head', 6, (part: RgbImage) => packCziZstd(bgr(part), false), 0],
  ] as const)('is joined from its mosaic at each resolution: %s', async (_, compression, pack, tolerance) => {
    const file = new Blob([writeCzi(await mosaic(pack, compression))]);
    expect(await detectSlide(file)).toEqual({ kind: 'slide' });
    const { info } = await openSlide([file]);
    expect(info).toMatchObject({ format: 'czi', micronsPerPixel: 0.5, passedOver: [] });
    expect(info.onlyPart).toBeUndefined();
    expect(info.levels.map(({ width, height, downsample }) => [width, height, downsample])).toEqual([
      [600, 200, 1],
      [300, 100, 2],
    ]);
    expect(largestDifference(await readLevel(file, 0), image)).toBeLessThanOrEqual(tolerance);
    expect(largestDifference(await readLevel(file, 1), half)).toBeLessThanOrEqual(tolerance);
  });

  it('scales 16 bits by those in use, and joins bytes that lie apart', async () => {
    const values = Uint16Array.from({ length: 64 }, (_, i) => i * 65);
    const bytes = new Uint8Array(values.buffer);
    const place = { x: 0, y: 0, width: 8, height: 8, pixelType: GREY_16 };
    for (const [compression, data] of [
      [0, bytes],
      [6, packCziZstd(bytes, true)],
    ] as const) {
      const file = new Blob([writeCzi([{ ...place, compression, data }])]);
      expect((await openSlide([file])).info.bitsByRange).toBe(12);
      const { data: rgb } = await readLevel(file, 0);
      expect(rgb.filter((_, i) => i % 3 === 0)).toEqual(
        Uint8Array.from(values, (value) => Math.floor((value * 255) / 4095 + 0.5)),
      );
    }
  });

  it('says which of several channels and focal planes is read', async () => {
    const plane = (z: number, c: number, value: number): CziImage => {
      const data = new Uint8Array(16).fill(value);
      return { x: 0, y: 0, width: 4, height: 4, pixelType: GREY_8, compression: 0, data, at: { Z: z, C: c } };
    };
    const file = new Blob([writeCzi([plane(0, 0, 1), plane(1, 0, 2), plane(2, 0, 3), plane(1, 1, 4)])]);
    expect((await openSlide([file])).info.onlyPart).toBe('the middle of 3 focal planes');
    expect((await readLevel(file, 0)).data[0]).toBe(2);
    const all = await openSlide([file], 'composite');
    expect(all.info.channels).toEqual({ names: ['DAPI', ''], shown: 'composite' });
    // The first is blue by its name, the second has the first of the colours that viewers give.
    expect([...((await all.decodeTile(0, 0, 0))?.data.slice(0, 3) ?? [])]).toEqual([4, 0, 2]);
    expect((await (await openSlide([file], 1)).decodeTile(0, 0, 0))?.data[0]).toBe(4);
  });

  it.each([
    ['JPEG XR', { compression: 4 }, 'slide-variant'],
    ['LZW', { compression: 2 }, 'slide-variant'],
    ['floating point', { pixelType: 2 }, 'slide-variant'],
    ['an image of no pixels', { width: 0, stored: { width: 0, height: 4 } }, 'image-broken'],
    ['an image larger than any tile', { width: 99_999, height: 99_999 }, 'image-broken'],
  ])('refuses %s', async (_, change, code) => {
    const plain = { x: 0, y: 0, width: 4, height: 4, pixelType: GREY_8, compression: 0, data: new Uint8Array(16) };
    await expect(openSlide([new Blob([writeCzi([{ ...plain, ...change }])])])).rejects.toMatchObject({ code });
  });

  it('refuses images farther apart than any glass is long, whose empty tiles would take long to pass', async () => {
    const plain = { y: 0, width: 4, height: 4, pixelType: GREY_8, compression: 0, data: new Uint8Array(16) };
    const file = new Blob([writeCzi([0, 600_000_000].map((x) => ({ ...plain, x })))]);
    await expect(openSlide([file])).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('refuses a file that is cut off, and one whose directory is elsewhere', async () => {
    const file = writeCzi(await mosaic(bgr, 0));
    for (const end of [20, 100, 600, file.length - 100]) {
      await expect(openSlide([new Blob([file.slice(0, end)])])).rejects.toMatchObject({ code: 'image-broken' });
    }
  });

  describe.skipIf(!sharedFolder())('of microscopes', () => {
    const real = (name: string) => openAsBlob(path.join(sharedFolder() ?? '', 'data/slides-other', name));

    it('reads a single image of 16 bits', async () => {
      const { info } = await openSlide([await real('zeiss-s1.czi')]);
      expect(info).toMatchObject({ format: 'czi', levels: [{ width: 475, height: 325 }] });
      // The file's own samples, read at their place: the first pixel.
      expect((await readLevel(await real('zeiss-s1.czi'), 0)).data).toHaveLength(475 * 325 * 3);
    });

    it('joins four images that overlap, of two channels and two focal planes', async () => {
      const { info } = await openSlide([await real('zeiss-tiles.czi')]);
      expect(info).toMatchObject({ onlyPart: 'the middle of 2 focal planes', channels: { shown: 0 } });
      expect(info.channels?.names).toHaveLength(2);
      expect(info.micronsPerPixel).toBeCloseTo(0.830266, 6);
      expect(info.levels).toHaveLength(1);
    });
  });
});
