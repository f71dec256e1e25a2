import { NearestHeap, type Neighbour } from '../../barcode/nearest.ts';
import { AppError } from '../../base/errors.ts';
import { createKernel, type HammingKernel, PAGE_BYTES } from './hamming-kernel.ts';
import { yieldToMessages } from './yield-to-messages.ts';

/** The kernel reads 16 bytes at a time; rows are padded with zeros, which differ in no bit. */
const ALIGNMENT = 16;

/** Scanned between two looks at waiting messages: some milliseconds. */
const SHARD_BYTES = 16 * 1024 * 1024;

/** Memory grows by at least this, since some engines copy it each time. */
const GROWTH_PAGES = 256;

/**
 * The barcodes of one collection in WebAssembly memory, searched exactly. The memory holds, one after another: the query,
 * the distances of one shard of rows, and the rows, one a patch in id order. It is freed with the index.
 */
export class SearchIndex {
  readonly #kernel: HammingKernel;
  readonly #barcodeBytes: number;
  readonly #rowBytes: number;
  readonly #shardRows: number;
  readonly #rowsAt: number;
  #size = 0;

  /** @throws AppError search-out-of-memory. */
  constructor(barcodeBytes: number, kernel: HammingKernel = createKernel()) {
    this.#kernel = kernel;
    this.#barcodeBytes = barcodeBytes;
    this.#rowBytes = Math.ceil(barcodeBytes / ALIGNMENT) * ALIGNMENT;
    this.#shardRows = Math.max(1, Math.floor(SHARD_BYTES / this.#rowBytes));
    this.#rowsAt = this.#distancesAt + Math.ceil((this.#shardRows * 4) / ALIGNMENT) * ALIGNMENT;
    this.#growTo(this.#rowsAt);
  }

  /** Patches held: ids 0 to size - 1. */
  get size(): number {
    return this.#size;
  }

  /**
   * Stores consecutive barcodes from patch `firstId` on: those of ids already held are replaced, others appended.
   * @param firstId At most `size`, for no gap may be left.
   * @throws AppError search-out-of-memory, with nothing changed.
   */
  put(firstId: number, barcodes: Uint8Array): void {
    const count = barcodes.length / this.#barcodeBytes;
    if (!Number.isInteger(count)) throw new RangeError(`${barcodes.length} bytes are no whole number of barcodes`);
    if (firstId > this.#size) throw new RangeError(`patch ${firstId} would leave a gap after ${this.#size}`);
    this.#growTo(this.#rowAt(firstId + count));
    const memory = new Uint8Array(this.#kernel.memory.buffer);
    for (let row = 0; row < count; row++) {
      const barcode = barcodes.subarray(row * this.#barcodeBytes, (row + 1) * this.#barcodeBytes);
      memory.set(barcode, this.#rowAt(firstId + row));
    }
    this.#size = Math.max(this.#size, firstId + count);
  }

  /** A copy of one patch's barcode. @throws AppError patch-missing. */
  barcodeOf(id: number): Uint8Array<ArrayBuffer> {
    if (id >= this.#size) throw new AppError('patch-missing', String(id));
    return new Uint8Array(
      this.#kernel.memory.buffer,
      this.#rowAt(id),
      this.#barcodeBytes,
    ).slice() as Uint8Array<ArrayBuffer>;
  }

  /**
   * The `n` patches nearest to `query` among those held when the call begins and not excluded, by distance, then id.
   * Messages are let through between shards, so that `signal` may abort.
   * @throws The signal's reason when aborted; RangeError when the query has another length than the barcodes.
   */
  async nearest(
    query: Uint8Array,
    n: number,
    isExcluded: (id: number) => boolean,
    signal: AbortSignal,
  ): Promise<Neighbour[]> {
    if (query.length !== this.#barcodeBytes) throw new RangeError(`query of ${query.length} bytes`);
    const size = this.#size;
    const heap = new NearestHeap(n);
    for (let first = 0; first < size; first += this.#shardRows) {
      if (first > 0) await yieldToMessages();
      signal.throwIfAborted();
      const distances = this.#scanShard(query, first, Math.min(this.#shardRows, size - first));
      distances.forEach((distance, row) => {
        const id = first + row;
        if (heap.wants(id, distance) && !isExcluded(id)) heap.offer(id, distance);
      });
    }
    return heap.ranked();
  }

  /** The query is written anew for every shard: another search may have run in between. */
  #scanShard(query: Uint8Array, first: number, count: number): Uint32Array {
    const { memory, scan } = this.#kernel;
    new Uint8Array(memory.buffer).set(query);
    scan(this.#rowAt(first), this.#rowBytes, count, 0, this.#distancesAt);
    return new Uint32Array(memory.buffer, this.#distancesAt, count);
  }

  /** The query lies at address 0. */
  get #distancesAt(): number {
    return this.#rowBytes;
  }

  #rowAt(id: number): number {
    return this.#rowsAt + id * this.#rowBytes;
  }

  #growTo(bytes: number): void {
    const { memory } = this.#kernel;
    const missing = Math.ceil((bytes - memory.buffer.byteLength) / PAGE_BYTES);
    if (missing <= 0) return;
    try {
      memory.grow(Math.max(missing, GROWTH_PAGES));
    } catch (thrown) {
      throw new AppError('search-out-of-memory', `${bytes} bytes`, { cause: thrown });
    }
  }
}
