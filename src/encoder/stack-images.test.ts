import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../base/rgb-image.ts';
import { checkShape, stackImages } from './stack-images.ts';

describe('checkShape', () => {
  it('takes 16 pixels and refuses 15', () => {
    const image = (width: number, height: number): RgbImage => ({ width, height, data: new Uint8Array(0) });
    expect(() => checkShape(image(16, 16))).not.toThrow();
    expect(() => checkShape(image(15, 16))).toThrow(expect.objectContaining({ code: 'image-too-narrow' }));
    expect(() => checkShape(image(16, 15))).toThrow(expect.objectContaining({ code: 'image-too-narrow' }));
  });
});

describe('stackImages', () => {
  it('keeps the order, mixes no shapes and respects the limit unless one image alone passes it', () => {
    const side = fc.integer({ min: 1, max: 4 });
    const images = fc.array(
      fc.record({ width: side, height: side }).map((shape): RgbImage => ({ ...shape, data: new Uint8Array(0) })),
    );
    fc.assert(
      fc.property(images, fc.integer({ min: 0, max: 40 }), (batch, limit) => {
        const stacks = stackImages(batch, limit);
        expect(stacks.flat()).toEqual(batch);
        for (const stack of stacks) {
          const [{ width, height }] = stack as [RgbImage];
          expect(stack.every((image) => image.width === width && image.height === height)).toBe(true);
          expect(stack.length === 1 || stack.length * width * height <= limit).toBe(true);
        }
      }),
    );
  });
});
