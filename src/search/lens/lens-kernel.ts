import { AppError } from '../../base/errors.ts';
import { allocateMemory, PAGE_BYTES } from '../hamming-kernel.ts';

/** A kernel of ours with the memory that it works in. */
export interface Kernel<Functions> {
  readonly memory: WebAssembly.Memory;
  readonly run: Functions;
}

/** A function of a kernel: all that it takes are numbers and addresses in its memory. */
export type Numbers = (...numbers: number[]) => void;

/** @param bytes That the kernel will work in. @throws AppError search-out-of-memory. */
export function instantiate<Functions>(module: Uint8Array<ArrayBuffer>, bytes: number): Kernel<Functions> {
  const memory = allocateMemory();
  try {
    memory.grow(Math.max(0, Math.ceil(bytes / PAGE_BYTES) - 1));
  } catch (thrown) {
    throw new AppError('search-out-of-memory', `${bytes} bytes`, { cause: thrown });
  }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
  return { memory, run: exports as Functions };
}

/** Hands out places in a kernel's memory, one after another, each at a multiple of 16 bytes. */
export class Places {
  #end = 0;

  take(bytes: number): number {
    const at = this.#end;
    this.#end += Math.ceil(bytes / 16) * 16;
    return at;
  }

  get bytes(): number {
    return this.#end;
  }
}
