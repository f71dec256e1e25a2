import fc from 'fast-check';
import { expect, it } from 'vitest';
import { samplePixels, tissuePixels } from './sample-pixels.ts';

it('takes pixels from all over an image, each once, never more than there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 1, max: 100 }), (width, count) => {
      const data = Uint8Array.from({ length: 3 * width }, (_, at) => at);
      const pixels = samplePixels({ width, height: 1, data }, count);
      const firsts = [...pixels].filter((_, at) => at % 3 === 0);
      expect(firsts).toHaveLength(Math.min(width, count));
      expect(new Set(firsts).size).toBe(firsts.length);
      expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      expect(firsts.every((value) => value % 3 === 0)).toBe(true);
    }),
  );
});

it('takes the tissue of an overview alone', () => {
  const image = { width: 2, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) };
  const mask = { width: 2, height: 2, tissue: Uint8Array.of(0, 1, 0, 1), by: 'colour' as const };
  expect([...tissuePixels(image, mask)]).toEqual([4, 5, 6, 10, 11, 12]);
});
