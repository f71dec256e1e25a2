import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../base/rgb-image.ts';
import { sumViews, viewsOfAll } from './views.ts';

/** An image whose pixels are letters: row by row, rows apart by a blank. */
function image(text: string): RgbImage {
  const rows = text.split(' ');
  const codes = rows.flatMap((row) => [...row].map((letter) => letter.charCodeAt(0)));
  return {
    width: rows[0]?.length ?? 0,
    height: rows.length,
    data: Uint8Array.from(codes.flatMap((code) => [code, 0, 255 - code])),
  };
}

function text({ width, data }: RgbImage): string {
  const letters = Array.from({ length: data.length / 3 }, (_, pixel) => String.fromCharCode(data[3 * pixel] ?? 0));
  return letters.map((letter, at) => (at > 0 && at % width === 0 ? ` ${letter}` : letter)).join('');
}

describe('views', () => {
  it('of one image are itself', () => {
    const images = [image('ab cd')];
    expect(viewsOfAll(images, undefined)).toBe(images);
  });

  it('of four are its quarter turns', () => {
    const turns = viewsOfAll([image('abc def')], 4).map(text);
    expect(new Set(turns)).toEqual(new Set(['abc def', 'fed cba', 'cf be ad', 'da eb fc']));
  });

  it('of eight are these and their mirror images, one shape after the other', () => {
    const views = viewsOfAll([image('abc def'), image('gh ij')], 8);
    expect(views.slice(0, 8).map(text)).toEqual([
      'abc def',
      'cba fed',
      'def abc',
      'fed cba',
      'ad be cf',
      'cf be ad',
      'da eb fc',
      'fc eb da',
    ]);
    expect(views.slice(8).map(text)[0]).toBe('gh ij');
    expect(views).toHaveLength(16);
    expect([...(views[1]?.data ?? [])].slice(0, 3)).toEqual([99, 0, 156]);
  });

  it('are summed image by image, layer by layer', () => {
    const entries = Array.from({ length: 8 }, (_, view) => [Float32Array.of(view, 1), Float32Array.of(10 * view)]);
    expect(sumViews(entries, 4)).toEqual([
      [Float32Array.of(0 + 1 + 2 + 3, 4), Float32Array.of(60)],
      [Float32Array.of(4 + 5 + 6 + 7, 4), Float32Array.of(220)],
    ]);
  });
});
