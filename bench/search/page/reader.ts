import { type Claims, claim } from '../../../src/search/scan-job.ts';
import plainModule from './read.as.ts?wasm';
import sharedModule from './read.as.ts?wasm&shared&threads';

const PIECE_BYTES = 1024 * 1024;

export interface ReadJob {
  readonly claims: Claims;
  readonly bytes: number;
}

/** What a thread that reads begins with. */
export interface Reading {
  readonly readsOnly: true;
  readonly memory: WebAssembly.Memory;
}

/** One thread that reads memory, as the scanning ones share it. */
export class Reader {
  readonly #sum: (from: number, bytes: number) => bigint;

  constructor({ memory }: Reading) {
    const module = memory.buffer instanceof SharedArrayBuffer ? sharedModule : plainModule;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
    this.#sum = exports.sum as (from: number, bytes: number) => bigint;
  }

  /** Sums the pieces that nobody else has claimed. */
  read({ claims, bytes }: ReadJob): bigint {
    let total = 0n;
    for (;;) {
      const from = claim(claims) * PIECE_BYTES;
      if (from + PIECE_BYTES > bytes) return total;
      total += this.#sum(from, PIECE_BYTES);
    }
  }
}
