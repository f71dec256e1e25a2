/**
 * Workers that can be killed: a decoder that loops for ever or eats all memory on a hostile file costs its worker, never
 * the run. A call that outlives its time limit ends with `image-timeout` and a new worker.
 */
import { AppError } from '../../base/errors.ts';
import type { Connection } from '../../base/rpc.ts';

/** What the pool needs of a worker's connection; tests hand in their own. */
export type PooledConnection<Service extends object> = Pick<Connection<Service>, 'remote' | 'destroy' | 'closedBy'>;

export interface PoolOptions<Service extends object> {
  readonly size: number;
  connect(): PooledConnection<Service>;
  /**
   * Asks a worker whose call was aborted for a sign of life: it goes on when one comes within ABORT_GRACE_MS, and is
   * ended otherwise. Without this, an abort ends the worker at once.
   */
  readonly ping?: (remote: PooledConnection<Service>['remote']) => Promise<unknown>;
}

export interface PoolCall {
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** True for what a person waits for: it goes before everything that waits. */
  readonly urgent?: boolean;
}

/** Longer than anything takes between two looks at the signal, but what hangs. */
const ABORT_GRACE_MS = 1000;

export class WorkerPool<Service extends object> {
  readonly #options: PoolOptions<Service>;
  readonly #idle: PooledConnection<Service>[] = [];
  readonly #waiting: ((worker: PooledConnection<Service>) => void)[] = [];
  #started = 0;

  constructor(options: PoolOptions<Service>) {
    this.#options = options;
  }

  get size(): number {
    return this.#options.size;
  }

  /** @throws AppError image-timeout, worker-crashed, or what the call throws; the signal's reason when aborted */
  async run<T>(
    { signal, limitMs, urgent = false }: PoolCall,
    call: (remote: PooledConnection<Service>['remote'], options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const worker = await this.#acquire(urgent);
    const timer = setTimeout(() => worker.destroy(new AppError('image-timeout')), limitMs);
    let stopping: Promise<void> | undefined;
    const abort = () => {
      stopping = this.#stop(worker);
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      signal.throwIfAborted();
      return await call(worker.remote, { signal });
    } catch (thrown) {
      signal.throwIfAborted();
      throw thrown;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (stopping) void stopping.then(() => this.#release(worker));
      else this.#release(worker);
    }
  }

  /** An aborted call may be deep inside a decoder: only ending the worker stops it for certain. */
  async #stop(worker: PooledConnection<Service>): Promise<void> {
    const { ping } = this.#options;
    const end = () => worker.destroy(new AppError('worker-stopped'));
    if (!ping) return end();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        end();
        resolve();
      }, ABORT_GRACE_MS);
      const heard = () => {
        clearTimeout(timer);
        resolve();
      };
      ping(worker.remote).then(heard, heard);
    });
  }

  #acquire(urgent: boolean): Promise<PooledConnection<Service>> | PooledConnection<Service> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#started < this.#options.size) return this.#start();
    return new Promise((resolve) => {
      if (urgent) this.#waiting.unshift(resolve);
      else this.#waiting.push(resolve);
    });
  }

  #start(): PooledConnection<Service> {
    this.#started++;
    return this.#options.connect();
  }

  #release(worker: PooledConnection<Service>): void {
    const usable = worker.closedBy ? this.#replaceIfWanted() : worker;
    if (!usable) return;
    const next = this.#waiting.shift();
    if (next) next(usable);
    else this.#idle.push(usable);
  }

  #replaceIfWanted(): PooledConnection<Service> | undefined {
    this.#started--;
    return this.#waiting.length > 0 ? this.#start() : undefined;
  }
}

/** Workers that leave a core for the encoder and one for the page. */
export function readerPoolSize(): number {
  return Math.min(4, Math.max(2, (navigator.hardwareConcurrency ?? 2) - 2));
}
