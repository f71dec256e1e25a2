/** JPEG-LS and High-Throughput JPEG 2000, on lossless streams that the libraries' own encoders made of testImage(40, 30). */
import { describe, expect, it, vi } from 'vitest';
import { decodeHtj2k } from './decode-htj2k.ts';
import { decodeJpegLs } from './decode-jpeg-ls.ts';
import { codecStream, JPEG_LS_STREAMS } from './testing/codec-streams.ts';
import { testImage } from './testing/test-image.ts';

vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'));

const image = testImage(40, 30);
const planes = Uint8Array.from(image.data, (_, i) => image.data[(i % 1200) * 3 + Math.floor(i / 1200)] as number);

describe('decodeJpegLs', () => {
  it.each(JPEG_LS_STREAMS)('reads %s', async (kind) => {
    const isPlanar = kind === 'componentAfterComponent';
    expect(await decodeJpegLs(codecStream(kind))).toEqual({
      width: 40,
      height: 30,
      components: 3,
      planar: isPlanar,
      data: isPlanar ? planes : image.data,
    });
  });

  it('refuses what is cut off, no stream, and 12 bits, in words', async () => {
    const stream = codecStream('pixelAfterPixel');
    await expect(decodeJpegLs(stream.subarray(0, 200))).rejects.toMatchObject({
      code: 'image-broken',
      detail: expect.stringMatching(/JPEG-LS/) as string,
    });
    await expect(decodeJpegLs(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'image-broken' });
    const deep = stream.slice();
    deep[6] = 12;
    await expect(decodeJpegLs(deep)).rejects.toMatchObject({ code: 'format-variant' });
    const large = stream.slice();
    large.fill(0xff, 7, 11);
    await expect(decodeJpegLs(large)).rejects.toMatchObject({ code: 'image-too-large' });
    // And goes on afterwards.
    expect((await decodeJpegLs(stream)).data).toEqual(image.data);
  });
});

describe('decodeHtj2k', () => {
  it('reads red, green and blue', async () => {
    const pixels = await decodeHtj2k(codecStream('htj2k'));
    expect(pixels).toEqual({ width: 40, height: 30, components: 3, convertedToRgb: false, data: image.data });
  });

  it('refuses what is cut off, at any place, and no stream', async () => {
    const stream = codecStream('htj2k');
    for (const end of [10, 60, 100, 400, stream.length - 1]) {
      await expect(decodeHtj2k(stream.subarray(0, end))).rejects.toMatchObject({ code: 'image-broken' });
    }
    const holed = stream.slice();
    holed.fill(0xff, 120, 300);
    await expect(decodeHtj2k(holed)).rejects.toMatchObject({ code: 'image-broken' });
  });
});
