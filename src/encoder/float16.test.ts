import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFloat16, encodeFloat16 } from './float16.mjs';

const decodeOne = (bits: number) => decodeFloat16(Uint16Array.of(bits))[0] as number;
const isNumber = (bits: number) => (bits & 0x7c00) !== 0x7c00;

describe('half precision', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1 / 3, 0x3555],
  ])('encodes %d', (value, bits) => {
    expect(encodeFloat16(value)).toBe(bits);
  });

  it('rounds halves to the even neighbour, whether normal, subnormal or across the border', () => {
    expect(encodeFloat16(1 + 2 ** -11)).toBe(0x3c00);
    expect(encodeFloat16(1 + 3 * 2 ** -11)).toBe(0x3c02);
    expect(encodeFloat16(2 ** -25)).toBe(0);
    expect(encodeFloat16(3 * 2 ** -25)).toBe(2);
    expect(encodeFloat16(2 ** -14 - 2 ** -26)).toBe(0x0400);
  });

  it('rounds once: a float64 just above the middle goes up although its float32 lies in the middle', () => {
    expect(encodeFloat16(1 + 2 ** -11 + 2 ** -40)).toBe(0x3c01);
  });

  it('makes an infinity of what is too large', () => {
    expect(encodeFloat16(65519.99)).toBe(0x7bff);
    expect(encodeFloat16(65520)).toBe(0x7c00);
    expect(encodeFloat16(-1e9)).toBe(0xfc00);
    expect(decodeOne(0x7c00)).toBe(Number.POSITIVE_INFINITY);
    expect(decodeOne(0xfc00)).toBe(Number.NEGATIVE_INFINITY);
    expect(decodeOne(0x7e00)).toBeNaN();
  });

  it('encodes every decoded half as itself', () => {
    const all = Array.from({ length: 65536 }, (_, bits) => bits).filter(isNumber);
    expect(all.filter((bits) => encodeFloat16(decodeOne(bits)) !== bits)).toEqual([]);
  });

  it('finds the nearest half', () => {
    fc.assert(
      fc.property(fc.double({ min: -65504, max: 65504, noNaN: true }), (value) => {
        const bits = encodeFloat16(value);
        const error = Math.abs(decodeOne(bits) - value);
        for (const neighbour of [bits - 1, bits + 1].filter((other) => other >= 0 && isNumber(other))) {
          expect(error).toBeLessThanOrEqual(Math.abs(decodeOne(neighbour) - value));
        }
      }),
    );
  });
});
