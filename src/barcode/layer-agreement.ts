import { hammingDistanceWithin } from './hamming.ts';
import type { LayerNumber, LayerSpan } from './profile.ts';

export interface LayerAgreement {
  readonly layer: LayerNumber;
  /** Share of the layer's bits that are equal, 0 to 1. */
  readonly agreement: number;
}

/** Where two barcodes of one profile agree, layer by layer in the order of `spans`. */
export function layerAgreements(a: Uint8Array, b: Uint8Array, spans: readonly LayerSpan[]): LayerAgreement[] {
  return spans.map(({ layer, firstBit, bits }) => ({
    layer,
    agreement: (bits - hammingDistanceWithin(a, b, firstBit, bits)) / bits,
  }));
}
