import { ROOT_SCALE } from '../colour-histogram.ts';

/** The dot product of two histograms: ROOT_SCALE^2 times their Bhattacharyya coefficient, up to rounding. */
export function colourOverlap(a: Uint16Array, b: Uint16Array): number {
  let sum = 0;
  for (let bin = 0; bin < a.length; bin++) sum += (a[bin] as number) * (b[bin] as number);
  return sum;
}

/**
 * What the kernel of search/evaluation is held to: the Hellinger distance, sqrt(1 - sum of sqrt(p q)): 0 for equal colours, 1 for colours without a bin in
 * common.
 */
export function hellingerDistance(a: Uint16Array, b: Uint16Array): number {
  return Math.sqrt(Math.max(0, 1 - colourOverlap(a, b) / ROOT_SCALE ** 2));
}
