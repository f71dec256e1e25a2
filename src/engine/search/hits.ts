import type { LayerNumber } from '../../barcode/profile.ts';

/** One similar patch. */
export interface Hit {
  readonly patchId: number;
  /** Differing bits, 0 to barcodeBits(profile). */
  readonly distance: number;
  /** Share of agreeing bits, 0 to 1. */
  readonly similarity: number;
  /** Share of agreeing bits a layer, 0 to 1, in the profile's order of layers. */
  readonly layers: readonly { readonly layer: LayerNumber; readonly agreement: number }[];
}

export interface QueryOptions {
  /** Most hits wanted. */
  readonly n: number;
  /** When false, patches of the query's own source (slide, folder or file; the collection's source rule) are left out. */
  readonly sameSource: boolean;
}

/** Ask from a patch of the collection (which is never its own hit), or from an outside image's barcode. */
export type Query = { readonly patchId: number } | { readonly barcode: Uint8Array<ArrayBuffer> };
