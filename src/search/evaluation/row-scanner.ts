import { AppError } from '../../base/errors.ts';
import { type HammingKernel, PAGE_BYTES } from '../hamming-kernel.ts';

/** The kernels read 16 bytes at a time; rows are padded with zeros. */
const ALIGNMENT = 16;

/**
 * A fixed number of rows of equal length in a kernel's memory, any of which is compared with a stretch of the others.
 * The memory holds the rows, then the distances of the last scan.
 */
export class RowScanner {
  /** Of the last scan: that of row `first + i` at `i`. */
  readonly distances: Uint32Array;
  readonly #kernel: HammingKernel;
  readonly #rowBytes: number;
  readonly #distancesAt: number;

  /**
   * @param longestScan Most rows that one scan compares.
   * @throws AppError search-out-of-memory.
   */
  constructor(kernel: HammingKernel, rowBytes: number, rows: number, longestScan: number) {
    this.#kernel = kernel;
    this.#rowBytes = Math.ceil(rowBytes / ALIGNMENT) * ALIGNMENT;
    this.#distancesAt = this.#rowBytes * rows;
    grow(kernel.memory, this.#distancesAt + longestScan * 4);
    this.distances = new Uint32Array(kernel.memory.buffer, this.#distancesAt, longestScan);
  }

  put(row: number, bytes: Uint8Array): void {
    new Uint8Array(this.#kernel.memory.buffer).set(bytes, row * this.#rowBytes);
  }

  /** Compares row `query` with `count` rows from `first` on. */
  scan(query: number, first: number, count: number): void {
    const rowBytes = this.#rowBytes;
    this.#kernel.scan(first * rowBytes, rowBytes, count, query * rowBytes, this.#distancesAt);
  }
}

function grow(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
  if (missing <= 0) return;
  try {
    memory.grow(missing);
  } catch (thrown) {
    throw new AppError('search-out-of-memory', `${bytes} bytes`, { cause: thrown });
  }
}
