import { expect, it } from 'vitest';
import { preprocess } from './preprocess.ts';

it('turns RGB round and takes the means away, image after image', () => {
  const image = (...rgb: number[]) => ({ width: 1, height: 1, data: Uint8Array.from(rgb) });
  const values = preprocess([image(255, 0, 10), image(1, 2, 3)]);
  const expected = [10 - 103.939, -116.779, 255 - 123.68, 3 - 103.939, 2 - 116.779, 1 - 123.68];
  expect(values).toEqual(Float32Array.from(expected));
});
