import { expect, it } from 'vitest';
import { isTwoValued } from './two-valued.ts';

const imageOf = (...colours: number[][]) => ({
  width: colours.length,
  height: 1,
  data: Uint8Array.from(colours.flat()),
});
const black = [0, 0, 0];
const white = [255, 255, 255];

it('two colours are a mask, with or without the noise of a JPEG; one or three are none', () => {
  expect(isTwoValued(imageOf(black, white, black))).toBe(true);
  expect(isTwoValued(imageOf(black, [250, 255, 248], [9, 3, 0], white))).toBe(true);
  expect(isTwoValued(imageOf(black, [1, 0, 0], black))).toBe(false);
  expect(isTwoValued(imageOf(black, white, [128, 128, 128]))).toBe(false);
  expect(isTwoValued(imageOf(black))).toBe(false);
});
