import { AppError } from '../../base/errors.ts';

/** Bytes of a page of WebAssembly memory. */
export const PAGE_BYTES = 65_536;

/**
 * 1.5, 1 and 0.5 GiB: a browser sets the address space of a shared memory aside at once, and phones may refuse so much.
 * A patch of 512 x 512 pixels takes 0.4 GiB.
 */
const MAXIMUM_PAGES = [24_576, 16_384, 8192] as const;

/** What a thread has of its own: the products of a block of tiles, or 128 pixels of 512 channels in panels. */
export const SCRATCH_BYTES = 5 * PAGE_BYTES;

/** Where the words that threads share lie (see thread-pool.ts), and the numbers of the job under way. */
export const CONTROL_ADDRESS = 1024;
export const JOB_ADDRESS = 2048;

export function scratchAddress(thread: number): number {
  return PAGE_BYTES + thread * SCRATCH_BYTES;
}

/** Hands out a memory from the bottom up. */
export class Arena {
  readonly memory: WebAssembly.Memory;
  #next: number;

  /** @throws AppError device-out-of-memory. */
  constructor(threads: number) {
    this.#next = scratchAddress(threads);
    const initial = this.#next / PAGE_BYTES;
    this.memory = reportMemory(() => createMemory(initial));
  }

  /**
   * @returns The address, a multiple of 64.
   * @throws AppError device-out-of-memory.
   */
  allocate(bytes: number): number {
    const address = this.#next;
    this.#next += Math.ceil(bytes / 64) * 64;
    const missing = Math.ceil((this.#next - this.memory.buffer.byteLength) / PAGE_BYTES);
    if (missing > 0) reportMemory(() => this.memory.grow(missing));
    return address;
  }

  /** A place to come back to. */
  get mark(): number {
    return this.#next;
  }

  /** Takes back everything that was allocated after the mark. The memory itself never shrinks. */
  release(mark: number): void {
    this.#next = mark;
  }

  floats(address: number, length: number): Float32Array<ArrayBufferLike> {
    return new Float32Array(this.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array<ArrayBufferLike> {
    return new Int32Array(this.memory.buffer, address, length);
  }
}

function createMemory(initial: number): WebAssembly.Memory {
  let refusal: unknown;
  for (const maximum of MAXIMUM_PAGES) {
    try {
      return new WebAssembly.Memory({ initial, maximum, shared: true });
    } catch (thrown) {
      refusal = thrown;
    }
  }
  throw refusal;
}

function reportMemory<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new AppError('device-out-of-memory', thrown.message, { cause: thrown });
  }
}
