import type { Crew } from '../../base/crew.ts';
import { AppError } from '../../base/errors.ts';
import { canShareMemory } from '../../base/shared-memory.ts';
import type { Device, FeatureExtractor } from '../feature-extractor.ts';
import type { Weights } from '../weights.ts';
import { compileKernel } from './compile-kernel.ts';
import { instantiateKernel } from './kernel.ts';
import { Arena } from './memory.ts';
import { Network } from './network.ts';
import { ThreadPool, type ThreadStart } from './thread-pool.ts';
import { WasmExtractor } from './wasm-extractor.ts';

/** Started threads that wait for the network's numbers. */
export interface WasmEngine {
  readonly device: Device;
  /**
   * Called once.
   *
   * @throws AppError device-out-of-memory.
   */
  load(weights: Weights): Promise<FeatureExtractor>;
}

/** More would mostly wait for memory. */
const MOST_THREADS = 8;

/**
 * Starts our own engine: WebAssembly SIMD, and threads where they can share memory. The device's note says why there are
 * fewer than cores: no memory to share, or a thread that does not start, which is done without.
 *
 * @param crew Of `thread.worker`s.
 * @throws AppError no-device where SIMD is missing; device-out-of-memory.
 */
export async function startWasmEngine(crew: Crew<ThreadStart>): Promise<WasmEngine> {
  const wanted = canShareMemory() ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1;
  const { arena, pool, threads, endHelpers } = await startThreads(wanted, crew);
  const name = `WASM, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  const device: Device = { engine: 'wasm', name, note: threadsNote(threads, wanted) };
  return {
    device,
    load: async ({ halves, weightsId }) =>
      new WasmExtractor(device, weightsId, new Network(arena, pool, halves), endHelpers),
  };
}

/** Why fewer cores work than there are; empty where all do that help. */
function threadsNote(threads: number, wanted: number): string {
  if (!canShareMemory() && navigator.hardwareConcurrency > 1) {
    return 'Only one core works, because threads cannot share memory here.';
  }
  return threads < wanted ? `${wanted - threads} of ${wanted} threads did not start.` : '';
}

/** A memory and the threads that compute in it, this one among them. */
export interface Threads {
  readonly arena: Arena;
  readonly pool: ThreadPool;
  /** How many there are: those that have started. */
  readonly threads: number;
  endHelpers(): void;
}

/**
 * @param threads More than one need memory that can be shared, and a crew.
 * @throws AppError no-device, device-out-of-memory.
 */
export async function startThreads(threads: number, crew?: Crew<ThreadStart>): Promise<Threads> {
  const module = compileKernel();
  if (!module) throw new AppError('no-device');
  const arena = new Arena(threads);
  const { memory } = arena;
  const starting = Array.from({ length: crew ? threads - 1 : 0 }, (_, index) =>
    crew?.start({ module, memory, thread: index + 1 }),
  );
  const helpers = (await Promise.allSettled(starting)).filter(({ status }) => status === 'fulfilled').length;
  return {
    arena,
    pool: new ThreadPool(arena, instantiateKernel(module, memory), helpers),
    threads: helpers + 1,
    endHelpers: () => {
      // Where the page does not hear it any more, all have ended.
      crew?.end().catch(() => {});
    },
  };
}
