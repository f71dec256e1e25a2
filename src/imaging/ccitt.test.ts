import { describe, expect, it } from 'vitest';
import { unpackCcitt } from './ccitt.ts';
import { decodeImage } from './decode-image.ts';
import { FAX_IMAGES, FAX_PIXELS } from './testing/fax-images.ts';
import { writeTiff } from './testing/write-tiff.ts';

describe('CCITT compression in TIFF', () => {
  it.each(Object.entries(FAX_IMAGES))('%s gives the pixels that libtiff wrote', async (_, file) => {
    const { width, height, data } = await decodeImage(new Blob([file]));
    expect([width, height]).toEqual([150, 37]);
    expect(Array.from(data.filter((_value, i) => i % 3 === 0))).toEqual(FAX_PIXELS);
  });

  it('ends the last strip where the image ends', async () => {
    // Rows of white, in Group 4: each a change that lies where the one above does, a bit.
    const recipe = { width: 16, height: 10, samples: 1, bits: 1, values: [], photometric: 0, rowsPerStrip: 8 } as const;
    const blocks = [Uint8Array.of(0xff), Uint8Array.of(0xc0)];
    const file = writeTiff({ ...recipe, blocks, tags: { 259: [4] } });
    const { data } = await decodeImage(new Blob([file]));
    expect(data.every((value) => value === 255)).toBe(true);
  });

  it.each([
    ['runs that are cut off', 'runs', [0x35]],
    ['Group 3 that is cut off', 'group3', [0, 0x10]],
    ['Group 4 that is cut off', 'group4', [0xff]],
    ['a code that there is none of', 'group4', [0, 0, 0, 0]],
    ['runs that are longer than the row', 'runs', [0b11011110, 0b11110111]],
    // White and black runs of no pixels for ever.
    ['runs of nothing', 'group4', new Array(10_000).fill(0x26)],
  ] as const)('refuses %s', (_, kind, bytes) => {
    const block = { width: 40, height: 90, kind, twoDimensional: false };
    expect(() => unpackCcitt(Uint8Array.from(bytes), block)).toThrow(
      expect.objectContaining({ code: 'image-broken' }) as Error,
    );
  });
});
