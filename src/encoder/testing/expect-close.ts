import { expect } from 'vitest';

/** Rounding of float32, relative to the largest result. */
export const FLOAT32 = 2 ** -23;

/** Rounding to half precision, likewise. */
export const HALF = 2 ** -11;

/** F(4x4, 3x3) adds and takes away multiples of up to 8, and loses some seven bits with random kernels. */
export const WINOGRAD = 256 * FLOAT32;

/** @param tolerance Relative to the largest of what is expected. */
export function expectClose(actual: Float32Array, expected: Float64Array, tolerance: number): void {
  expect(actual).toHaveLength(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (actual[index] as number))), 0);
  expect(error).toBeLessThanOrEqual(tolerance * largest);
}
