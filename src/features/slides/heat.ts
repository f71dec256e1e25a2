import { positionOf } from '../../columns/ascending.ts';
import { cividisBytes } from '../../evaluation/cividis.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import { quantile } from '../../evaluation/scale/quantile.ts';
import { type Lattice, NO_PATCH } from './lattice.ts';

/** How similar each indexed patch of a slide is to the query. */
export interface Heat {
  /** The patches that were measured, ascending: those of the lattice, or some of them while it grows. */
  readonly ids: Uint32Array;
  /** Of each of `ids` what its distance leaves of all bits, at most 1: the share that agrees; NaN where the stored barcode is damaged. */
  readonly shares: Float64Array;
  /** Patches whose share is known. */
  readonly count: number;
  /** Bits of a barcode. */
  readonly bits: number;
  /** Distances are those that labels have taught: to the bits that differ comes what the cosine lacks. */
  readonly isLearned: boolean;
}

/** Shares of agreeing bits at which the colours end; what lies beyond has the colour of the end. */
export interface HeatRange {
  readonly least: number;
  readonly most: number;
}

/** @param distances Of each of `ids`, at least one, in bits; NaN where they are not known. */
export function heatOf(ids: Uint32Array, distances: Float64Array, bits: number, isLearned = false): Heat {
  const shares = distances.map((distance) => (bits - distance) / bits);
  const count = shares.reduce((known, share) => known + Number(!Number.isNaN(share)), 0);
  return { ids, shares, count, bits, isLearned };
}

/** Patches of which this share has its nearest closer are as warm as can be: 99 in a hundred are not quite so near. */
const WARMEST = 0.01;

/**
 * The range for every slide of a collection, so that a colour means the same on all of them: from the distance of
 * ordinary pairs to that of nearest neighbours.
 */
export function rangeOfCollection({ pairs, nearest }: DistanceScale, bits: number): HeatRange {
  const shareAt = (distance: number) => (bits - distance) / bits;
  return { least: shareAt(quantile(pairs, 0.5)), most: shareAt(quantile(nearest, WARMEST)) };
}

/** The range of one slide alone. The query itself, which agrees in every bit, would leave the others one colour: it is not counted. */
export function rangeOfSlide({ shares }: Heat): HeatRange {
  const known = shares.filter((share) => !Number.isNaN(share));
  const others = known.some((share) => share < 1) ? known.filter((share) => share < 1) : known;
  return {
    least: others.reduce((least, share) => Math.min(least, share), 1),
    most: others.reduce((most, share) => Math.max(most, share), 0),
  };
}

/** Where a share stands on the colour scale, 0 to 1. */
export function placeOnScale({ least, most }: HeatRange, share: number): number {
  return most > least ? Math.min(1, Math.max(0, (share - least) / (most - least))) : 1;
}

/** The heat map as RGBA pixels, one a cell of the grid; cells of which nothing is known are transparent. */
export function heatPixels(
  { columns, rows, ids }: Lattice,
  heat: Heat,
  range: HeatRange,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (const [cell, id] of ids.entries()) {
    const share = id === NO_PATCH ? undefined : shareOf(heat, id);
    if (share !== undefined) pixels.set([...cividisBytes(placeOnScale(range, share)), 255], cell * 4);
  }
  return pixels;
}

/** Undefined for a patch that has not been measured or could not be. */
export function shareOf({ ids, shares }: Heat, patchId: number): number | undefined {
  const at = positionOf(ids, patchId);
  const share = at < 0 ? Number.NaN : (shares[at] ?? Number.NaN);
  return Number.isNaN(share) ? undefined : share;
}

/** How many patches are how similar. */
export interface HeatBand {
  /** Shares from `least` (included) to `most` (excluded); the first band has what lies above it too, the last what lies below. */
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

const BANDS = 5;

/** The heat map in a few numbers, most similar first: five even bands of its range. */
export function bandsOf(heat: Heat, range: HeatRange): readonly HeatBand[] {
  const counts = new Array<number>(BANDS).fill(0);
  for (const share of heat.shares) {
    if (Number.isNaN(share)) continue;
    const band = Math.min(BANDS - 1, Math.floor(placeOnScale(range, share) * BANDS));
    counts[band] = (counts[band] ?? 0) + 1;
  }
  const width = (range.most - range.least) / BANDS;
  return counts
    .map((count, band) => ({ least: range.least + band * width, most: range.least + (band + 1) * width, count }))
    .reverse();
}

/** A patch with its place on the slide. */
export interface HeatPlace {
  readonly patchId: number;
  readonly share: number;
  /** Of its upper left corner, in pixels of level 0. */
  readonly x: number;
  readonly y: number;
}

/** The `count` patches most similar to the query, nearest first, ties by id. */
export function nearestPlaces({ ids, columns, side }: Lattice, heat: Heat, count: number): HeatPlace[] {
  const known = Array.from(heat.ids.keys()).filter((at) => !Number.isNaN(heat.shares[at]));
  const order = known.sort((a, b) => (heat.shares[b] ?? 0) - (heat.shares[a] ?? 0) || a - b);
  return order.slice(0, count).map((at) => {
    const patchId = heat.ids[at] ?? 0;
    const cell = ids.indexOf(patchId);
    return {
      patchId,
      share: heat.shares[at] ?? 0,
      x: (cell % columns) * side,
      y: Math.floor(cell / columns) * side,
    };
  });
}

/** The least between the marks of a colour bar, as a share of it: their words would lie over one another. */
const LEAST_BETWEEN_MARKS = 0.25;

/**
 * The marks of a colour bar that lie within it and have room behind the one before, by their number.
 * @param places From 0 at the left end to 1, ascending.
 */
export function marksWithRoom(places: readonly number[]): number[] {
  let last = Number.NEGATIVE_INFINITY;
  return places.flatMap((place, at) => {
    if (place <= 0 || place >= 1 || place - last < LEAST_BETWEEN_MARKS) return [];
    last = place;
    return [at];
  });
}
