import { AppError } from '../../base/errors.ts';
import type { Engine } from '../engine.ts';
import type { Device } from '../feature-extractor.ts';
import { compileKernel } from './compile-kernel.ts';
import { instantiateKernel } from './kernel.ts';
import { Arena } from './memory.ts';
import { Network } from './network.ts';
import { ThreadPool, type ThreadStart } from './thread-pool.ts';
import { WasmExtractor } from './wasm-extractor.ts';

/** More would mostly wait for memory. */
const MOST_THREADS = 8;

/**
 * Starts our own engine: WebAssembly SIMD, and threads where the page is cross-origin isolated.
 *
 * @throws AppError no-device where SIMD or shared memory is missing; device-out-of-memory; worker-crashed.
 */
export async function startWasmEngine(): Promise<Engine> {
  const threads = crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1;
  const { arena, pool, endHelpers } = await startThreads(threads);
  const name = `WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const device: Device = { engine: 'wasm', name, note: '' };
  return {
    device,
    load: async ({ halves, weightsId }) =>
      new WasmExtractor(device, weightsId, new Network(arena, pool, halves), endHelpers),
  };
}

/** A memory and the threads that compute in it, this one among them. */
export interface Threads {
  readonly arena: Arena;
  readonly pool: ThreadPool;
  endHelpers(): void;
}

/**
 * @param threads One needs nothing of the page; more need cross-origin isolation.
 * @throws AppError no-device, device-out-of-memory, worker-crashed.
 */
export async function startThreads(threads: number): Promise<Threads> {
  const module = compileKernel();
  if (!module) throw new AppError('no-device');
  const arena = new Arena(threads);
  const { memory } = arena;
  const helpers = await Promise.all(
    Array.from({ length: threads - 1 }, (_, index) => startHelper({ module, memory, thread: index + 1 })),
  );
  return {
    arena,
    pool: new ThreadPool(arena, instantiateKernel(module, memory), helpers.length),
    endHelpers: () => {
      for (const helper of helpers) helper.terminate();
    },
  };
}

function startHelper(start: ThreadStart): Promise<Worker> {
  const worker = new Worker(new URL('./thread.worker.ts', import.meta.url), { type: 'module', name: 'encoder-thread' });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = ({ message }) => reject(new AppError('worker-crashed', message));
    worker.postMessage(start);
  });
}
