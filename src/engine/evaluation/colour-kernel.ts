import { colourOverlap } from '../../evaluation/colour-histogram.ts';
import { allocateMemory, type HammingKernel, instantiateKernel, type Scan } from '../search/hamming-kernel.ts';
import simdModule from './colour.as.ts?wasm';

const FARTHEST = 0x7fffffff;

/**
 * Scans histograms as the Hamming kernel scans barcodes. Its distance is 2^31 - 1 less the overlap of the colours, which
 * orders them as the Hellinger distance does, in whole numbers.
 */
export function createColourKernel(): HammingKernel {
  return createSimdColourKernel() ?? createScalarColourKernel();
}

/** @returns Undefined where the browser lacks WebAssembly SIMD. */
export function createSimdColourKernel(): HammingKernel | undefined {
  return instantiateKernel(simdModule);
}

export function createScalarColourKernel(): HammingKernel {
  const memory = allocateMemory();
  const scan: Scan = (rows, rowBytes, count, query, distances) => {
    const histogramAt = (address: number) => new Uint16Array(memory.buffer, address, rowBytes / 2);
    const results = new Uint32Array(memory.buffer, distances, count);
    for (let row = 0; row < count; row++) {
      results[row] = FARTHEST - colourOverlap(histogramAt(rows + row * rowBytes), histogramAt(query));
    }
  };
  return { memory, scan };
}
