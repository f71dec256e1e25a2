import { beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeImage } from '../encode-image.ts';
import { PatchReader } from '../patch-reader.ts';
import { SlideReader } from './slide-reader.ts';
import { halve, slideImage } from './testing/slide-image.ts';
import { cutTile, tiled, writeTiffSlide } from './testing/write-tiff-slide.ts';

vi.mock('../encode-image.ts', () => ({ encodeImage: vi.fn() }));

const context = { signal: new AbortController().signal, progress: () => {} };
const TILE = 32;
const image = slideImage(150, 101);
const half = halve(image);
const bytes = writeTiffSlide({ images: [await tiled(image, TILE, 'none'), await tiled(half, TILE, 'none')] });

/** Counts what is read of a file. */
class CountingBlob extends Blob {
  bytesRead = 0;

  override slice(start = 0, end = this.size): Blob {
    this.bytesRead += end - start;
    return super.slice(start, end);
  }
}

const source = (key = 'slide') => ({ key, files: [new CountingBlob([bytes])] as const });

describe('SlideReader', () => {
  beforeEach(() => {
    vi.mocked(encodeImage)
      .mockReset()
      .mockResolvedValue(new Blob([Uint8Array.of(0xff)]));
  });

  it('gives an area of level 0 as it is stored, and hands its buffer over', async () => {
    const area = { x: 10, y: 20, width: 70, height: 40 };
    const { value, buffers } = await new SlideReader().readArea({ ...source(), area, width: 70, height: 40 }, context);
    expect(value).toEqual(cutTile(image, 10, 20, 70, 40));
    expect(buffers).toEqual([value.data.buffer]);
  });

  it('takes the coarsest level that is fine enough', async () => {
    const reader = new SlideReader();
    const area = { x: 20, y: 20, width: 80, height: 60 };
    expect((await reader.readArea({ ...source(), area, width: 40, height: 30 }, context)).value).toEqual(
      cutTile(half, 10, 10, 40, 30),
    );
    const smaller = await reader.readArea({ ...source(), area, width: 20, height: 15 }, context);
    expect(smaller.value).toEqual(halve(cutTile(half, 10, 10, 40, 30)));
    const larger = await reader.readArea({ ...source(), area, width: 160, height: 120 }, context);
    expect(Array.from(larger.value.data.subarray(0, 3))).toEqual(Array.from(cutTile(image, 20, 20, 1, 1).data));
  });

  it('is white outside of the slide', async () => {
    const area = { x: -5, y: -5, width: 10, height: 10 };
    const { value } = await new SlideReader().readArea({ ...source(), area, width: 10, height: 10 }, context);
    expect(Array.from(value.data.subarray(0, 3))).toEqual([255, 255, 255]);
    expect(Array.from(value.data.subarray((5 * 10 + 5) * 3, (5 * 10 + 5) * 3 + 3))).toEqual(
      Array.from(image.data.subarray(0, 3)),
    );
    const far = { x: 900, y: 0, width: 10, height: 10 };
    const beyond = await new SlideReader().readArea({ ...source(), area: far, width: 4, height: 4 }, context);
    expect(beyond.value.data.every((value) => value === 255)).toBe(true);
  });

  it('gives tiles without what hangs over the edge', async () => {
    const reader = new SlideReader();
    const corner = await reader.readTile({ ...source(), level: 0, column: 4, row: 3 }, context);
    expect(corner.value).toEqual(cutTile(image, 128, 96, 22, 5));
    const coarse = await reader.readTile({ ...source(), level: 1, column: 1, row: 1 }, context);
    expect(coarse.value).toEqual(cutTile(half, 32, 32, 32, 18));
  });

  it('makes the same patch of an area as PatchReader makes of a file with its pixels', async () => {
    const area = { x: 32, y: 16, width: 64, height: 64 };
    const { value } = await new SlideReader().readPatch({ ...source(), area, patchSize: 64, size: 48 }, context);
    const file = new Blob([writeTiffSlide({ images: [await tiled(cutTile(image, 32, 16, 64, 64), 64, 'none')] })]);
    expect(value).toEqual((await new PatchReader().readPatch({ file, size: 48 }, context)).value);
    expect([value.width, value.height, value.rgb.width]).toEqual([64, 64, 48]);
  });

  it('shows the whole slide small: a stored level where one fits', async () => {
    const reader = new SlideReader();
    expect((await reader.overview({ ...source(), maxSide: 75 }, context)).value).toEqual(half);
    expect((await reader.overview({ ...source(), maxSide: 999 }, context)).value).toEqual(image);
    const { width, height } = (await reader.overview({ ...source(), maxSide: 50 }, context)).value;
    expect([width, height]).toEqual([50, 34]);
  });

  it('finds tissue on the whole slide', async () => {
    const { value, buffers } = await new SlideReader().findTissue(source(), context);
    expect([value.width, value.height]).toEqual([150, 101]);
    expect(buffers).toEqual([value.tissue.buffer]);
  });

  it('reads the file by ranges, and keeps what it decoded', async () => {
    const reader = new SlideReader();
    const files = source();
    await reader.describe(files, context);
    const tile = { ...files, level: 0, column: 2, row: 1 };
    await reader.readTile(tile, context);
    const [file] = files.files;
    const { bytesRead } = file;
    await reader.readTile(tile, context);
    expect(file.bytesRead).toBe(bytesRead);
    await reader.readTile({ ...tile, row: 2 }, context);
    expect(file.bytesRead).toBe(bytesRead + TILE * TILE * 3);
  });

  it('keeps the slides used last open', async () => {
    const reader = new SlideReader();
    const slides = ['a', 'b', 'c', 'd', 'e'].map(source);
    for (const slide of slides) await reader.describe(slide, context);
    const read = slides.map(({ files }) => files[0].bytesRead);
    for (const slide of slides.toReversed()) await reader.describe(slide, context);
    expect(slides.map(({ files }, i) => files[0].bytesRead > (read[i] as number))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('opens again what failed, and says what was wrong', async () => {
    const reader = new SlideReader();
    const bad = { key: 'slide', files: [new Blob(['no slide at all'])] as const };
    await expect(reader.describe(bad, context)).rejects.toMatchObject({ code: 'format-unknown' });
    await expect(reader.describe({ ...bad, files: [new Blob([])] }, context)).rejects.toMatchObject({
      code: 'file-empty',
    });
    expect((await reader.describe(source(), context)).levels).toHaveLength(2);
  });

  it('stops when it is told to', async () => {
    const aborted = { ...context, signal: AbortSignal.abort() };
    await expect(new SlideReader().overview({ ...source(), maxSide: 50 }, aborted)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
