import { normalValues } from '../untrained.ts';

/** Normal values of mean 0 and deviation 1, the same for the same seed. */
export function randomValues(length: number, seed: number): Float32Array<ArrayBuffer> {
  const next = normalValues([seed, 1, 2, 3]);
  return Float32Array.from({ length }, next);
}
