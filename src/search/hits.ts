import type { LayerNumber } from '../barcode/profile.ts';
import type { PatchFilter } from '../columns/filter.ts';
import type { Place } from './fold-neighbours.ts';

/** How similar a patch is. */
export interface Likeness {
  /** Differing bits, 0 to barcodeBits(profile); from several examples their mean (which may be a fraction) or smallest. */
  readonly distance: number;
  /** Share of agreeing bits, 0 to 1. */
  readonly similarity: number;
  /** Share of agreeing bits a layer, 0 to 1, in the profile's order of layers; of what `distance` is of. */
  readonly layers: readonly { readonly layer: LayerNumber; readonly agreement: number }[];
  /** Where hits are ranked through a lens. */
  readonly learned?: LearnedLikeness;
}

/** How similar a patch is by what labels have taught; from several examples their mean, or that of the nearest. */
export interface LearnedLikeness {
  /** How alike what was learned finds it, -1 to 1. */
  readonly cosine: number;
  /** In bits: those that differ, and an eighth of all for each 1 that the cosine lacks. Hits are ranked by it. */
  readonly distance: number;
}

/** The distance that hits are ranked by, in bits. */
export function rankedDistance({ distance, learned }: Likeness): number {
  return learned?.distance ?? distance;
}

/** One similar patch. */
export interface Hit extends Likeness {
  readonly patchId: number;
  /** Between the patch and the query alone: the first of the positive examples. */
  readonly pair: Likeness;
}

/** The hits of a question, and what was searched. */
export interface SearchResult {
  readonly hits: readonly Hit[];
  /** The nearest VOTERS of all references, however a filter or another choice narrows the list of hits. */
  readonly nearest: readonly Hit[];
  /** Patches that could have been among the nearest: all but the query, and what its source is where that is left out. */
  readonly references: number;
  /** Patches searched: those with ids below this. Fewer than the collection has while it is being loaded. */
  readonly searched: number;
}

/** An example: a patch of the collection (which is never a hit), an outside image's barcode, or that of a region of a slide. */
export type Query =
  | { readonly patchId: number }
  | { readonly barcode: Uint8Array<ArrayBuffer>; readonly region?: Place };

/** How several examples make one distance: their mean, or the distance to the nearest of them. */
export type Combination = 'mean' | 'nearest';

/** Up to 16 examples in all. */
export interface SearchQuestion {
  /** At least one. */
  readonly positives: readonly Query[];
  /** A patch nearer to one of these than to the positive ones is no hit. */
  readonly negatives: readonly Query[];
  readonly combination: Combination;
}

/** Conditions on hits; they hold together. */
export type HitFilter = Pick<PatchFilter, 'labels' | 'folder'>;

export const NO_FILTER: HitFilter = { labels: [], folder: undefined };

export interface QueryOptions {
  /** Most hits wanted. */
  readonly n: number;
  /** When false, patches of the query's own source (slide, folder or file; the collection's source rule) are left out. */
  readonly sameSource: boolean;
  /** When false, patches that overlap the region of the query are left out: they show the same tissue. */
  readonly insideRegion: boolean;
  /** Only the best hit of each source is wanted. */
  readonly onePerSource: boolean;
  /** Hits that overlap or touch a better one of the same slide are left out. */
  readonly foldNeighbours: boolean;
  /** Hits are ranked, and vote, by what the collection's labels have taught; it must have a lens. */
  readonly learned: boolean;
  readonly filter: HitFilter;
}
