import { hammingDistance } from '../../barcode/hamming.ts';
import { AppError } from '../../base/errors.ts';
import simdModule from './hamming.as.ts?wasm';

/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;

/** One page less than 4 GiB, so that no address the kernel computes wraps around to 0. */
const MAXIMUM_PAGES = 65_535;

/**
 * Writes the distance of each of `count` rows to `query`, as u32, to `distances` onward. All but `count` and `rowBytes`
 * are addresses in the kernel's memory; rows lie one after another and, like the query, have `rowBytes` bytes, a multiple of 16.
 */
export type Scan = (rows: number, rowBytes: number, count: number, query: number, distances: number) => void;

export interface HammingKernel {
  /** One page long at first; the owner lays it out and grows it. */
  readonly memory: WebAssembly.Memory;
  readonly scan: Scan;
}

/** The SIMD kernel, or the scalar one with the same answers where the browser lacks WebAssembly SIMD. */
export function createKernel(): HammingKernel {
  return createSimdKernel() ?? createScalarKernel();
}

/** @returns Undefined where the browser lacks WebAssembly SIMD. */
export function createSimdKernel(): HammingKernel | undefined {
  if (!WebAssembly.validate(simdModule)) return undefined;
  const memory = allocateMemory();
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(simdModule), { env: { memory } });
  return { memory, scan: exports.scan as Scan };
}

export function createScalarKernel(): HammingKernel {
  const memory = allocateMemory();
  const scan: Scan = (rows, rowBytes, count, query, distances) => {
    const queryBytes = new Uint8Array(memory.buffer, query, rowBytes);
    const results = new Uint32Array(memory.buffer, distances, count);
    for (let row = 0; row < count; row++) {
      results[row] = hammingDistance(new Uint8Array(memory.buffer, rows + row * rowBytes, rowBytes), queryBytes);
    }
  };
  return { memory, scan };
}

function allocateMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES });
  } catch (thrown) {
    throw new AppError('search-out-of-memory', String(thrown), { cause: thrown });
  }
}
