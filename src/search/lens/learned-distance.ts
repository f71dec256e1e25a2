/** How a lens' likeness becomes a distance in whole numbers, so that the order of hits is exact and ties are broken by id. */

/** What the squares of a unit vector's whole numbers add up to: SQUARED_LENGTH of hamming.as.ts. */
const SQUARED_LENGTH = 2 ** 28;
const LENGTH = 2 ** 14;

/** Numbers of a vector come in groups of eight, which the kernel multiplies at once. */
const GROUP = 8;

/** Bit agreement weighs four times the cosine, and goes from -1 to 1 as bits go from all differing to none: 8 from end to end. */
const FROM_END_TO_END = 8;

/** Halvings of SQUARED_LENGTH to the 2^21 that a cosine of 1 counts: the largest learned distance, ten times that, is below 2^25. */
const SHIFT = 7;

/** What `Select` and `SelectEach` ask of a learned distance. */
export interface DistanceScale {
  /** A differing bit. */
  readonly perBit: number;
  readonly shift: number;
}

/** @param positives Barcodes whose distances are added up: the sum is below 2^25, too. */
export function distanceScale(bits: number, positives = 1): DistanceScale {
  const shift = SHIFT + Math.ceil(Math.log2(positives));
  return { shift, perBit: (FROM_END_TO_END * SQUARED_LENGTH) / 2 ** shift / bits };
}

/** Numbers that a vector of so many directions takes. */
export function vectorLength(directions: number): number {
  return Math.ceil(directions / GROUP) * GROUP;
}

/** Writes a projection, shortened or lengthened to 1, as whole numbers; that of length 0 stays so: it is at right angles to all. */
export function writeUnitVector(projection: Float32Array, vector: Int16Array): void {
  const length = Math.hypot(...projection);
  for (const [at, value] of projection.entries()) vector[at] = length > 0 ? Math.round((value / length) * LENGTH) : 0;
}

/** The distance of two barcodes, as the kernel works it out. @param differing Bits. */
export function learnedDistance(
  differing: number,
  a: Int16Array,
  b: Int16Array,
  { perBit, shift }: DistanceScale,
): number {
  const dot = a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0);
  return Math.floor(differing * perBit) + (Math.max(0, SQUARED_LENGTH - dot) >> shift);
}

/** A distance of the kernel's, or a sum of such, in bits: those that differ, and an eighth of all for each 1 that the cosine lacks. */
export function scoreInBits(score: number, { perBit }: DistanceScale): number {
  return score / perBit;
}

/** The same of a pair whose parts are known. */
export function learnedBits(differing: number, cosine: number, bits: number): number {
  return differing + ((1 - cosine) * bits) / FROM_END_TO_END;
}

/** The cosine of two vectors, -1 to 1. */
export function cosineOf(a: Int16Array, b: Int16Array): number {
  return a.reduce((sum, each, at) => sum + each * (b[at] ?? 0), 0) / SQUARED_LENGTH;
}
