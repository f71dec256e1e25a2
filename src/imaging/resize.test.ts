import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { sharedFolder } from '../../scripts/setup/shared-folder.mjs';
import type { RgbImage } from '../base/rgb-image.ts';
import { decodeImage } from './decode-image.ts';
import { resizeLonger } from './resize.ts';

const SHARED = sharedFolder();

vi.mock('./load-wasm.ts', () => import('./testing/load-wasm-in-node.ts'));

interface GoldenTile {
  readonly file: string;
  readonly size: number;
  readonly resizedRgbSha256: string;
}

describe('resizeLonger', () => {
  it.skipIf(!SHARED)('gives the golden bytes from the real tiles', async () => {
    const tiles: GoldenTile[] = JSON.parse(await readFile(`${SHARED}/golden/golden.json`, 'utf8'));
    expect(tiles.length).toBe(10);
    for (const { file, size, resizedRgbSha256 } of tiles) {
      const image = await decodeImage(new Blob([await readFile(`${SHARED}/data/${file}`)]));
      const resized = resizeLonger(image, size);
      expect(createHash('sha256').update(resized.data).digest('hex'), file).toBe(resizedRgbSha256);
    }
  });

  it('interpolates between the centres of pixels and clamps at the edges', () => {
    const image = grey(2, 1, [0, 100]);
    expect(reds(resizeLonger(image, 4))).toEqual([0, 25, 75, 100, 0, 25, 75, 100]);
  });

  it('rounds halves up', () => {
    expect(reds(resizeLonger(grey(2, 2, [0, 1, 0, 1]), 1))).toEqual([1]);
  });

  it('keeps the short side at least one pixel', () => {
    const resized = resizeLonger(grey(1000, 1, new Array(1000).fill(7)), 100);
    expect([resized.width, resized.height]).toEqual([100, 1]);
  });

  it('returns an image of the right size as it is', () => {
    const image = grey(3, 2, [1, 2, 3, 4, 5, 6]);
    expect(resizeLonger(image, 3)).toBe(image);
  });

  it('agrees with the plain formula on any image', () => {
    fc.assert(
      fc.property(anyImage, fc.integer({ min: 1, max: 40 }), (image, size) => {
        const resized = resizeLonger(image, size);
        expect(Math.max(resized.width, resized.height)).toBe(size);
        expect(Array.from(resized.data)).toEqual(plainResize(image, resized.width, resized.height));
      }),
    );
  });
});

const anyImage = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((data): RgbImage => ({ width, height, data: new Uint8Array(data) })),
  );

/** The definition, one output value at a time. */
function plainResize(image: RgbImage, width: number, height: number): number[] {
  const out: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) out.push(plainValue(image, width, height, x, y, channel));
    }
  }
  return out;
}

function plainValue(image: RgbImage, width: number, height: number, x: number, y: number, channel: number): number {
  const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const sx = clamp((x + 0.5) * (image.width / width) - 0.5, image.width - 1);
  const sy = clamp((y + 0.5) * (image.height / height) - 0.5, image.height - 1);
  const [left, top] = [Math.floor(sx), Math.floor(sy)];
  const at = (column: number, row: number) =>
    image.data[(clamp(row, image.height - 1) * image.width + clamp(column, image.width - 1)) * 3 + channel] as number;
  const across = (row: number) => at(left, row) * (1 - (sx - left)) + at(left + 1, row) * (sx - left);
  return Math.floor(across(top) * (1 - (sy - top)) + across(top + 1) * (sy - top) + 0.5);
}

function grey(width: number, height: number, values: number[]): RgbImage {
  return { width, height, data: Uint8Array.from(values.flatMap((value) => [value, value, value])) };
}

function reds({ data }: RgbImage): number[] {
  return Array.from(data).filter((_, i) => i % 3 === 0);
}
