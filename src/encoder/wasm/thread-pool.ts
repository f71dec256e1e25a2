import { AppError } from '../../base/errors.ts';
import { JOB_KINDS, type Job, type JobKind, type Kernel, packJob } from './kernel.ts';
import { type Arena, CONTROL_ADDRESS, JOB_ADDRESS, scratchAddress } from './memory.ts';

/** Words at CONTROL_ADDRESS. */
const GENERATION = 0;
const KIND = 1;
const TASKS = 2;
const NEXT = 3;
const BUSY = 4;
const FAILED = 5;
const WORDS = 6;

/** What a thread needs to begin. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** From 1 on: 0 is the thread that owns the pool. */
  readonly thread: number;
}

/**
 * Runs jobs on the calling thread and its helpers. Threads take the tasks of a job in turn, whoever is free: a task writes
 * to places of its own and sums in an order of its own, so the result does not depend on who takes it.
 */
export class ThreadPool {
  readonly #control: Int32Array;
  readonly #job: Int32Array;
  readonly #kernel: Kernel;
  readonly #helpers: number;
  /** Milliseconds spent in each kind of job so far. */
  readonly milliseconds: Record<JobKind, number> = {
    transformKernels: 0,
    convolveFirst: 0,
    transformTiles: 0,
    multiplyTiles: 0,
    multiplySlice: 0,
    sumEntries: 0,
  };

  /** @param helpers Threads besides this one that wait in `serveTasks`. */
  constructor(arena: Arena, kernel: Kernel, helpers: number) {
    this.#control = arena.integers(CONTROL_ADDRESS, WORDS);
    this.#job = arena.integers(JOB_ADDRESS, 16);
    this.#kernel = kernel;
    this.#helpers = helpers;
  }

  /**
   * Returns when every task has run.
   *
   * @throws AppError worker-crashed when a helper failed.
   */
  run<Kind extends JobKind>(kind: Kind, tasks: number, job: Job<Kind>): void {
    const begin = performance.now();
    const control = this.#control;
    this.#job.set(packJob(kind, job));
    control[KIND] = JOB_KINDS.indexOf(kind);
    control[TASKS] = tasks;
    control[NEXT] = 0;
    const helpers = tasks > 1 ? this.#helpers : 0;
    if (helpers > 0) {
      Atomics.store(control, BUSY, helpers);
      Atomics.add(control, GENERATION, 1);
      Atomics.notify(control, GENERATION);
    }
    takeTasks(control, this.#kernel, scratchAddress(0));
    for (let busy = helpers; busy > 0; busy = Atomics.load(control, BUSY)) Atomics.wait(control, BUSY, busy);
    if (Atomics.load(control, FAILED)) throw new AppError('worker-crashed', `a thread failed in ${kind}`);
    this.milliseconds[kind] += performance.now() - begin;
  }
}

/** A helper's life: waits for jobs and takes their tasks until its worker is ended. */
export function serveTasks(kernel: Kernel, { memory, thread }: ThreadStart): never {
  const control = new Int32Array(memory.buffer, CONTROL_ADDRESS, WORDS);
  for (let seen = 0; ; seen++) {
    Atomics.wait(control, GENERATION, seen);
    try {
      takeTasks(control, kernel, scratchAddress(thread));
    } catch {
      Atomics.store(control, FAILED, 1);
    }
    Atomics.sub(control, BUSY, 1);
    Atomics.notify(control, BUSY);
  }
}

function takeTasks(control: Int32Array, kernel: Kernel, scratch: number): void {
  const run = kernel[JOB_KINDS[control[KIND] ?? 0] as JobKind];
  const tasks = Atomics.load(control, TASKS);
  for (let task = Atomics.add(control, NEXT, 1); task < tasks; task = Atomics.add(control, NEXT, 1)) {
    run(JOB_ADDRESS, scratch, task);
  }
}
