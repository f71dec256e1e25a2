import type { CutRule } from '../../library/schema.ts';

/** 20x, as most scanners put it: what the published barcodes were made from, too. */
const MICRONS_PER_PIXEL = 0.5;

/** Patches with less are mostly glass. */
const LEAST_TISSUE = 0.25;

/** How slides are cut unless a person says otherwise: patches that need no resizing for a profile of `size` pixels. */
export function defaultCut(size: number): CutRule {
  return {
    patchSize: size,
    micronsPerPixel: MICRONS_PER_PIXEL,
    leastTissue: LEAST_TISSUE,
    assumedMicronsPerPixel: undefined,
  };
}
