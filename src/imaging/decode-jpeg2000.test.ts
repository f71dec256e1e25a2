import { describe, expect, it, vi } from 'vitest';
import { decodeJpeg2000 } from './decode-jpeg2000.ts';
import { testImage } from './testing/test-image.ts';

vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'));

const image = testImage(40, 30);

/** `image` without loss, in three layers of quality; made with `opj_compress -n 3 -r 8,4,1`. */
const LAYERS =
  '/0//UQAvAAAAAAAoAAAAHgAAAAAAAAAAAAAAKAAAAB4AAAAAAAAAAAADBwEBBwEBBwEB/1IADAAAAAMBAgQEAAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAAE1AAH/k8fSwDZ7YF4Q2DJZ892U0VK8mHedVQ5HwgcXMdOmo7t4iS8mUV4HVS1SdOGqEZhLQFh769952BJhcFzemJASfNuVICp2K1Oc3U/IYK+oMTeYHODxN7A/5LMt6QcwxjHX9OyusRowj9Hb1YdaOLFzN5i/33ngEU8DwtzrEII5W0Df9TCTtvHP9Y2hn/wq7N2SZVVxvpZylSyujInjfgX15KKNjHEgA2lZ8a539Fv6YRg/wCOAIgBA4+tO3MBwkARAQOQF31GMwPjDAEDkBoW2L8A6ZAFRACZ0LdqgVWvSC8cF6Z8UAFyv13uw3xP/SFf/f8A4SA+AUHQt4HWvQwJnH8B8AsB8AoB0LeB2m69DAr0fgICAgICAgICAwMDA8AD0AMAAgMEAwQD/2Q==';

/**
 * 32 x 24 pixels, Y 40 + 5x + 2y, Cb 90 + 4(x / 2) + y, Cr 170 - 3(x / 2) - y, chroma of half the width, lossless; made
 * with `opj_compress -F 32,24,3,8,u@1x1:2x1:2x1 -n 3`.
 */
const HALF_CHROMA =
  '/0//UQAvAAAAAAAgAAAAGAAAAAAAAAAAAAAAIAAAABgAAAAAAAAAAAADBwEBBwIBBwIB/1IADAAAAAEAAgQEAAH/XAAKQEBISFBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAACvAAH/k8+0oBFQ7H1CrnJ9AOiuIIMZfgEEJEGZ6mH8Qd7Uq99K3+Sm6SqQ0UhqaX/H1CYQ+MqgdN0Cxxq3u+LT16XqsqFzx9QmE9XNZikkH8Uicsl6cIFgEOONH8D5AkB8IYA2nSXfQI4AwPkCQDoQIhwKRiwEwHwhwDoQIXCFLVzAfCJAOiBfp8U4jKQpP8B8IkARADahgMNmrcA6HAEYNfV4Z2p//9k=';

const stream = Uint8Array.from(Buffer.from(LAYERS, 'base64'));

describe('decodeJpeg2000', () => {
  it('gives what was stored, from all layers', async () => {
    expect(await decodeJpeg2000(stream)).toEqual({ ...image, components: 3, convertedToRgb: false });
  });

  it('finds the stream in a JP2 file', async () => {
    const box = (type: string, body: Uint8Array) => {
      const header = new Uint8Array(8);
      new DataView(header.buffer).setUint32(0, 8 + body.length);
      header.set(new TextEncoder().encode(type), 4);
      return [...header, ...body];
    };
    const signature = box('jP  ', Uint8Array.of(13, 10, 0x87, 10));
    const file = Uint8Array.from([...signature, ...box('ftyp', new Uint8Array(12)), ...box('jp2c', stream)]);
    expect((await decodeJpeg2000(file)).data).toEqual(image.data);
    await expect(decodeJpeg2000(Uint8Array.from(signature))).rejects.toMatchObject({ code: 'image-broken' });
  });

  it('spreads chroma of half the width and gives RGB', async () => {
    const { width, height, data, convertedToRgb } = await decodeJpeg2000(Buffer.from(HALF_CHROMA, 'base64'));
    expect([width, height, convertedToRgb]).toEqual([32, 24, true]);
    for (let y = 0, at = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at += 3) {
        const half = Math.floor(x / 2);
        const expected = rgbOf(40 + 5 * x + 2 * y, 90 + 4 * half + y, 170 - 3 * half - y);
        const largest = Math.max(...expected.map((value, channel) => Math.abs(value - (data[at + channel] as number))));
        // The codec drops fractions instead of rounding.
        expect(largest).toBeLessThanOrEqual(1.5);
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('%i eighths of a stream are damaged', async (eighths) => {
    const cut = stream.subarray(0, (stream.length * eighths) / 8);
    await expect(decodeJpeg2000(cut)).rejects.toMatchObject({ code: 'image-broken' });
  });

  it.each([
    ['absurd sizes', 8, 0xffffffff, 'image-too-large'],
    ['no size', 12, 0, 'image-broken'],
    ['an offset', 16, 1, 'format-variant'],
    ['16 bits', 42, 0x0f010107, 'format-variant'],
  ])('refuses %s', async (_, at, value, code) => {
    const bytes = stream.slice();
    new DataView(bytes.buffer).setUint32(at, value);
    await expect(decodeJpeg2000(bytes)).rejects.toMatchObject({ code });
  });

  it('refuses what is no such stream', async () => {
    await expect(decodeJpeg2000(new Uint8Array(100))).rejects.toMatchObject({ code: 'image-broken' });
    await expect(decodeJpeg2000(new Uint8Array(0))).rejects.toMatchObject({ code: 'image-broken' });
  });
});

/** ITU-R BT.601 with the full range. */
function rgbOf(luma: number, blue: number, red: number): number[] {
  const [cb, cr] = [blue - 128, red - 128];
  const values = [luma + 1.402 * cr, luma - 0.344136 * cb - 0.714136 * cr, luma + 1.772 * cb];
  return values.map((value) => Math.min(255, Math.max(0, value)));
}
