/**
 * Stain normalisation after Macenko et al., "A method for normalizing histology slides for quantitative analysis"
 * (ISBI 2009): the two directions of a slide's colours in optical density are its stains; amounts of stain are scaled and
 * painted again with reference stains.
 */
import type { RgbImage } from '../../base/rgb-image.ts';
import { type NoStains, type Stains, unitVector, type Vector3 } from '../../base/stains.ts';
import { type EigenPair, type Matrix3, symmetricEigen } from './symmetric-eigen.ts';

/** Brightness of the empty slide, of 255. */
const EMPTY = 240;

/** A pixel is stained where every channel is denser than this. */
const LEAST_DENSITY = 0.15;

/** Pixels below which two directions are chance: a tenth of one 100 x 100 image. */
const LEAST_STAINED = 1_000;

/** Percent of the angles beyond which a direction is taken for noise (alpha of the paper). */
const EXTREME = 1;

const STRONG_PERCENTILE = 99;

/** Below this angle two directions are one stain: haematoxylin and eosin lie 22 degrees apart. In radians. */
const LEAST_ANGLE = (8 * Math.PI) / 180;

/** Haematoxylin and eosin both take much of the green (0.7 and more); a pen's ink or a fault of the scanner may not. */
const LEAST_GREEN = 0.4;

/** What every slide is painted with: the reference that the method's implementations share. */
export const REFERENCE_STAINS: Stains = {
  haematoxylin: unitVector([0.5626, 0.7201, 0.4062]),
  eosin: unitVector([0.2159, 0.8012, 0.5581]),
  maxima: [1.9705, 1.0308],
};

/**
 * Tells the stains of pixels that belong together: those of a slide, not those of one small patch, whose content would be
 * taken for its stain.
 * @param pixels Red, green and blue in turn, 0 to 255.
 */
export function estimateStains(pixels: Uint8Array): Stains | NoStains {
  const densities = opticalDensities(pixels);
  const stained = stainedOnly(densities);
  if (stained.length / 3 < LEAST_STAINED) return 'little-tissue';
  const [first, second] = symmetricEigen(covariance(stained));
  const directions = extremeDirections(stained, towardsDensity(first), second);
  if (!directions) return 'one-stain';
  if (directions.some(([red, green, blue]) => Math.min(red, blue) < 0 || green < LEAST_GREEN)) return 'foreign-colours';
  // Haematoxylin takes more of the red.
  const [one, other] = directions;
  const [haematoxylin, eosin] = one[0] > other[0] ? [one, other] : [other, one];
  const amounts = amountsOf(densities, haematoxylin, eosin);
  const maxima = [percentile(amounts[0], STRONG_PERCENTILE), percentile(amounts[1], STRONG_PERCENTILE)] as const;
  return Math.min(...maxima) > 0 ? { haematoxylin, eosin, maxima } : 'one-stain';
}

/** The image as if it had been stained with the reference stains, and as strongly. */
export function normaliseStains(image: RgbImage, stains: Stains): RgbImage {
  const densities = opticalDensities(image.data);
  const [blue, red] = amountsOf(densities, stains.haematoxylin, stains.eosin);
  const { haematoxylin, eosin, maxima } = REFERENCE_STAINS;
  const scales = [maxima[0] / stains.maxima[0], maxima[1] / stains.maxima[1]] as const;
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / 3);
    const channel = at % 3;
    const density =
      scales[0] * (blue[pixel] as number) * (haematoxylin[channel] as number) +
      scales[1] * (red[pixel] as number) * (eosin[channel] as number);
    data[at] = Math.min(255, Math.floor(EMPTY * Math.exp(-density) + 0.5));
  }
  return { ...image, data };
}

/** Density of each of the 256 brightnesses. One is added so that black has a density, as is usual. */
const DENSITIES = Float64Array.from({ length: 256 }, (_, value) => -Math.log((value + 1) / EMPTY));

function opticalDensities(pixels: Uint8Array): Float64Array {
  const densities = new Float64Array(pixels.length);
  for (let at = 0; at < pixels.length; at++) densities[at] = DENSITIES[pixels[at] as number] as number;
  return densities;
}

function stainedOnly(densities: Float64Array): Float64Array {
  const stained = new Float64Array(densities.length);
  let to = 0;
  for (let at = 0; at < densities.length; at += 3) {
    const red = densities[at] as number;
    const green = densities[at + 1] as number;
    const blue = densities[at + 2] as number;
    if (red <= LEAST_DENSITY || green <= LEAST_DENSITY || blue <= LEAST_DENSITY) continue;
    stained[to++] = red;
    stained[to++] = green;
    stained[to++] = blue;
  }
  return stained.subarray(0, to);
}

function covariance(densities: Float64Array): Matrix3 {
  const count = densities.length / 3;
  const means = [0, 0, 0];
  for (let at = 0; at < densities.length; at++) {
    means[at % 3] = (means[at % 3] as number) + (densities[at] as number) / count;
  }
  const sums = [0, 0, 0, 0, 0, 0];
  for (let at = 0; at < densities.length; at += 3) {
    const red = (densities[at] as number) - (means[0] as number);
    const green = (densities[at + 1] as number) - (means[1] as number);
    const blue = (densities[at + 2] as number) - (means[2] as number);
    const products = [red * red, red * green, red * blue, green * green, green * blue, blue * blue];
    for (let i = 0; i < 6; i++) sums[i] = (sums[i] as number) + (products[i] as number);
  }
  const [rr = 0, rg = 0, rb = 0, gg = 0, gb = 0, bb = 0] = sums.map((sum) => sum / (count - 1));
  return [
    [rr, rg, rb],
    [rg, gg, gb],
    [rb, gb, bb],
  ];
}

/** Of the two ways that an eigenvector may point, the one in which densities grow. */
function towardsDensity({ value, vector }: EigenPair): EigenPair {
  const [red, green, blue] = vector;
  return red + green + blue < 0 ? { value, vector: [-red, -green, -blue] } : { value, vector };
}

/** The directions of the least and greatest angle in the plane of the two vectors; undefined when they are one. */
function extremeDirections(stained: Float64Array, first: EigenPair, second: EigenPair): [Vector3, Vector3] | undefined {
  const angles = new Float64Array(stained.length / 3);
  for (let pixel = 0; pixel < angles.length; pixel++) {
    angles[pixel] = Math.atan2(project(stained, pixel, second.vector), project(stained, pixel, first.vector));
  }
  const least = percentile(angles, EXTREME);
  const greatest = percentile(angles, 100 - EXTREME);
  if (!(greatest - least >= LEAST_ANGLE)) return undefined;
  return [inPlane(first.vector, second.vector, least), inPlane(first.vector, second.vector, greatest)];
}

function project(densities: Float64Array, pixel: number, [red, green, blue]: Vector3): number {
  const at = 3 * pixel;
  return (densities[at] as number) * red + (densities[at + 1] as number) * green + (densities[at + 2] as number) * blue;
}

function inPlane(first: Vector3, second: Vector3, angle: number): Vector3 {
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  return unitVector([
    cosine * first[0] + sine * second[0],
    cosine * first[1] + sine * second[1],
    cosine * first[2] + sine * second[2],
  ]);
}

/** Least squares: how much of each stain gives each pixel's density best. */
function amountsOf(densities: Float64Array, one: Vector3, other: Vector3): [Float64Array, Float64Array] {
  const shared = dot(one, other);
  const determinant = 1 - shared * shared;
  const count = densities.length / 3;
  const amounts: [Float64Array, Float64Array] = [new Float64Array(count), new Float64Array(count)];
  for (let pixel = 0; pixel < count; pixel++) {
    const alongOne = project(densities, pixel, one);
    const alongOther = project(densities, pixel, other);
    amounts[0][pixel] = (alongOne - shared * alongOther) / determinant;
    amounts[1][pixel] = (alongOther - shared * alongOne) / determinant;
  }
  return amounts;
}

/** Between the two nearest ranks, as numpy.percentile does. */
function percentile(values: Float64Array, percent: number): number {
  const sorted = values.slice().sort();
  const rank = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(rank)] as number;
  const above = sorted[Math.ceil(rank)] as number;
  return below + (above - below) * (rank - Math.floor(rank));
}

function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
