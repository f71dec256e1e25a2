/** How much is measured. */
export interface Extent {
  /** Pixels a side, ascending. */
  readonly sizes: readonly number[];
  readonly batches: readonly number[];
  readonly turns: number;
  /** An engine that has taken this many milliseconds over one size and batch takes no further turns. */
  readonly mostMilliseconds: number;
  /** Images that the app indexes. */
  readonly images: number;
}

export const WHOLE: Extent = {
  sizes: [150, 256, 512],
  batches: [1, 4, 8],
  turns: 5,
  mostMilliseconds: 12_000,
  images: 60,
};

/** To see that everything runs: its figures say little. */
export const SHORT: Extent = { sizes: [32, 64], batches: [1, 2], turns: 2, mostMilliseconds: 2000, images: 12 };

/** What a software adapter gets through in reasonable time. */
export function forSoftware(extent: Extent): Extent {
  return { ...extent, sizes: [Math.min(64, ...extent.sizes)], batches: [1] };
}

/** The size that the goals are about, or the largest below it that is measured. */
export function goalSize({ sizes }: Extent): number {
  return Math.max(...sizes.filter((size) => size <= 256));
}
