import { AppError } from '../base/errors.ts';
import simdModule from './hamming.as.ts?wasm';
import sharedSimdModule from './hamming.as.ts?wasm&shared&threads';

/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;

/** One page less than 4 GiB, so that no address the kernel computes wraps around to 0. */
export const MAXIMUM_PAGES = 65_535;

/** Shared memory reserves all of its addresses at once; engines that have not so many to give are asked for half. */
const LEAST_SHARED_PAGES = 1_024;

/**
 * Writes the distance of each of `count` rows to `query`, as u32, to `distances` onward. All but `count` and `rowBytes`
 * are addresses in the kernel's memory; rows lie one after another and, like the query, have `rowBytes` bytes, a multiple of 16.
 */
export type Scan = (rows: number, rowBytes: number, count: number, query: number, distances: number) => void;

/**
 * Scores `count` rows against the `positives` barcodes at `examples` (the sum of the distances, or the smallest when
 * `byNearest` is 1) and writes those below `limit` as pairs (row, score) of u32 to `found`. Left out are rows whose bit at
 * `allowed` (lowest bit first) is 0, and rows nearer to one of the `negatives` barcodes behind them than to them.
 * The 16 bytes behind the last pair are overwritten. Where `vectorBytes` is not 0, distances are learned (lens/learned.ts):
 * rows' vectors lie at `vectors`, the examples' at `exampleVectors`.
 * @returns The number of pairs.
 */
export type Select = (
  rows: number,
  rowBytes: number,
  count: number,
  examples: number,
  positives: number,
  negatives: number,
  byNearest: 0 | 1,
  allowed: number,
  limit: number,
  found: number,
  vectors: number,
  vectorBytes: number,
  exampleVectors: number,
  perBit: number,
  shift: number,
) => number;

/**
 * Compares `count` rows with each of `queryCount` queries and writes what is below the query's limit (u32 at `limits`) as
 * triples (query, row, distance) of u32 to `found`, query by query, rows ascending; plain or learned distances, as `Select`
 * has them. @returns The number of triples.
 */
export type SelectEach = (
  rows: number,
  rowBytes: number,
  count: number,
  queries: number,
  queryCount: number,
  limits: number,
  found: number,
  vectors: number,
  vectorBytes: number,
  queryVectors: number,
  perBit: number,
  shift: number,
) => number;

/**
 * Looks among `count` rows for the nearest of each of `queryCount` queries: at `nearest` lie a distance and a row's number for
 * each, as u32, which the first row replaces that is nearer; rows are numbered from `first` on. Plain or learned distances, as
 * `Select` has them.
 */
export type NearestEach = (
  rows: number,
  rowBytes: number,
  count: number,
  first: number,
  queries: number,
  queryCount: number,
  nearest: number,
  vectors: number,
  vectorBytes: number,
  queryVectors: number,
  perBit: number,
  shift: number,
) => void;

export interface HammingKernel {
  /** One page long at first; the owner lays it out and grows it. */
  readonly memory: WebAssembly.Memory;
  readonly scan: Scan;
}

/** A kernel that keeps the best by itself, so that what is far never leaves it. */
export interface SearchKernel extends HammingKernel {
  readonly select: Select;
  readonly selectEach: SelectEach;
  readonly nearestEach: NearestEach;
}

/** The kernel of hamming.as.ts. Every supported browser has WebAssembly SIMD, which the encoder demands, too. */
export function createKernel(memory = allocateMemory()): SearchKernel {
  const exports = instantiate(isShared(memory) ? sharedSimdModule : simdModule, memory);
  return {
    memory,
    scan: exports.scan as Scan,
    select: exports.select as Select,
    selectEach: exports.selectEach as SelectEach,
    nearestEach: exports.nearestEach as NearestEach,
  };
}

/** A kernel from a module with a `scan` of its own. */
export function instantiateKernel(module: Uint8Array<ArrayBuffer>): HammingKernel {
  const memory = allocateMemory();
  return { memory, scan: instantiate(module, memory).scan as Scan };
}

function instantiate(module: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } }).exports;
}

/** Memory for one thread. @throws AppError search-out-of-memory. */
export function allocateMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: MAXIMUM_PAGES });
  } catch (thrown) {
    throw new AppError('search-out-of-memory', String(thrown), { cause: thrown });
  }
}

/** Memory that several workers can use at once; the page must be cross-origin isolated. @throws AppError search-out-of-memory. */
export function allocateSharedMemory(): WebAssembly.Memory {
  for (let maximum = MAXIMUM_PAGES; ; maximum = Math.ceil(maximum / 2)) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    } catch (thrown) {
      if (maximum <= LEAST_SHARED_PAGES) {
        throw new AppError('search-out-of-memory', String(thrown), { cause: thrown });
      }
    }
  }
}

/** Whether several threads can use it. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer;
}
