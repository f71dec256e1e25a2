import { beforeEach, describe, expect, it, vi } from 'vitest';
import { colourHistogram } from '../base/colour-histogram.ts';
import { encodeImage } from './encode-image.ts';
import { PatchReader } from './patch-reader.ts';
import { pixelHash } from './pixel-hash.ts';
import { resizeLonger } from './resize.ts';
import { testImage } from './testing/test-image.ts';
import { writeTiff } from './testing/write-tiff.ts';

vi.mock('./encode-image.ts', () => ({ encodeImage: vi.fn() }));

const image = testImage(40, 20);
const file = new Blob([
  writeTiff({ ...image, samples: 3, bits: 8, values: image.data, photometric: 2, packing: 'packBits' }),
]);
const context = { signal: new AbortController().signal, progress: () => {} };
const jpeg = Uint8Array.of(0xff, 0xd8);

describe('PatchReader', () => {
  beforeEach(() => {
    vi.mocked(encodeImage)
      .mockReset()
      .mockResolvedValue(new Blob([jpeg]));
  });

  it('gives resized pixels, the thumbnail and the original size, and hands the buffers over', async () => {
    const { value, buffers } = await new PatchReader().readPatch({ file, size: 256 }, context);
    expect(value.rgb).toEqual(resizeLonger(image, 256));
    expect([value.width, value.height]).toEqual([40, 20]);
    expect(value.colours.histogram).toEqual(colourHistogram(value.rgb.data));
    expect(value.colours.pixelHash).toBe(await pixelHash(value.rgb));
    expect(new Uint8Array(value.thumbnail)).toEqual(jpeg);
    expect(buffers).toEqual([value.rgb.data.buffer, value.thumbnail]);
  });

  it('never enlarges a thumbnail, and shrinks it to 192 pixels', async () => {
    await new PatchReader().readPatch({ file, size: 16 }, context);
    const wide = testImage(400, 2);
    const wideFile = new Blob([writeTiff({ ...wide, samples: 3, bits: 8, values: wide.data, photometric: 2 })]);
    await new PatchReader().readPatch({ file: wideFile, size: 16 }, context);
    const sizes = vi.mocked(encodeImage).mock.calls.map(([{ width, height }]) => [width, height]);
    expect(sizes).toEqual([
      [40, 20],
      [192, 1],
    ]);
  });

  it('shows an image as a PNG of at most the wanted size', async () => {
    await new PatchReader().readForDisplay({ file, maxSide: 10 }, context);
    expect(encodeImage).toHaveBeenCalledWith(expect.objectContaining({ width: 10, height: 5 }), { type: 'image/png' });
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    await expect(new PatchReader().readPatch({ file, size: 16 }, { ...context, signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('reports memory that runs out while the thumbnail is made', async () => {
    vi.mocked(encodeImage).mockRejectedValue(new RangeError('Array buffer allocation failed'));
    await expect(new PatchReader().readPatch({ file, size: 16 }, context)).rejects.toMatchObject({
      code: 'image-out-of-memory',
    });
  });
});
