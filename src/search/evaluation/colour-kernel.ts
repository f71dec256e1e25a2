import { type HammingKernel, instantiateKernel } from '../hamming-kernel.ts';
import simdModule from './colour.as.ts?wasm';

/**
 * Scans histograms as the Hamming kernel scans barcodes. Its distance is 2^31 - 1 less the overlap of the colours, which
 * orders them as the Hellinger distance does, in whole numbers.
 */
export function createColourKernel(): HammingKernel {
  return instantiateKernel(simdModule);
}
