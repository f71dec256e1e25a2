import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { type PooledConnection, WorkerPool } from './worker-pool.ts';

/** Never made: the pool is handed fakes. */
class Service {
  work(_what: string): string {
    return '';
  }
  ping(_nothing: undefined): void {}
}

/** A worker whose work waits to be finished, and which may be deaf to a ping. */
class FakeWorker {
  closedBy: AppError | undefined;
  readonly #deaf: boolean;
  readonly #open = new Set<(reason: unknown) => void>();

  constructor(deaf: boolean) {
    this.#deaf = deaf;
  }

  readonly remote = {
    work: (what: string, { signal }: { signal: AbortSignal }) =>
      new Promise<string>((resolve, reject) => {
        this.#open.add(reject);
        signal.addEventListener('abort', () => reject(signal.reason));
        if (what !== 'for ever') resolve(what);
      }),
    ping: () => new Promise<void>((resolve) => (this.#deaf ? undefined : resolve())),
  };

  destroy(reason = new AppError('worker-stopped')): void {
    this.closedBy ??= reason;
    for (const reject of this.#open) reject(reason);
  }
}

function poolOf(size: number, deaf = false) {
  const workers: FakeWorker[] = [];
  const connect = () => {
    const worker = new FakeWorker(deaf);
    workers.push(worker);
    return worker as unknown as PooledConnection<Service>;
  };
  const pool = new WorkerPool<Service>({ size, connect, ping: (remote) => remote.ping(undefined) });
  const work = (what: string, signal = new AbortController().signal, urgent = false) =>
    pool.run({ signal, limitMs: 10_000, urgent }, (remote, options) => remote.work(what, options));
  return { workers, work };
}

describe('WorkerPool with a sign of life', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps a worker that hears an abort', async () => {
    const { workers, work } = poolOf(1);
    const controller = new AbortController();
    const aborted = expect(work('for ever', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    await aborted;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await work('next')).toBe('next');
    expect(workers.map(({ closedBy }) => closedBy)).toEqual([undefined]);
  });

  it('ends a worker that does not, after a second, and gives none out in between', async () => {
    const { workers, work } = poolOf(1, true);
    const controller = new AbortController();
    const aborted = expect(work('for ever', controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    await aborted;
    const next = work('next');
    await vi.advanceTimersByTimeAsync(999);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await next).toBe('next');
    expect(workers.map(({ closedBy }) => closedBy?.code)).toEqual(['worker-stopped', undefined]);
  });

  it('lets what is urgent go first', async () => {
    const { work } = poolOf(1);
    const done: string[] = [];
    const note = (promise: Promise<string>) => promise.then((what) => done.push(what));
    await Promise.all([note(work('first')), note(work('later')), note(work('urgent', undefined, true))]);
    expect(done).toEqual(['first', 'urgent', 'later']);
  });
});
