import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { PatchReaderPool, type ReaderConnection, timeLimitMs } from './patch-reader-pool.ts';

const patch = {
  rgb: { width: 1, height: 1, data: new Uint8Array(3) },
  colours: { histogram: new Uint16Array(512), pixelHash: '' },
  thumbnail: new ArrayBuffer(0),
  width: 1,
  height: 1,
};
const file = new File(['x'], 'a.png');
const unaborted = new AbortController().signal;

/** A worker whose reads answer, fail or hang as told, and that can be destroyed. */
class FakeReader {
  closedBy: AppError | undefined;
  #reject: (reason: unknown) => void = () => {};
  readonly #behaviour: 'answer' | 'hang' | 'crash';

  constructor(behaviour: 'answer' | 'hang' | 'crash') {
    this.#behaviour = behaviour;
  }

  readonly remote = {
    readPatch: () =>
      new Promise((resolve, reject) => {
        this.#reject = reject;
        if (this.#behaviour === 'answer') resolve(patch);
        if (this.#behaviour === 'crash') this.destroy(new AppError('worker-crashed'));
      }),
  };

  destroy(reason = new AppError('worker-stopped')): void {
    this.closedBy ??= reason;
    this.#reject(reason);
  }
}

function poolOf(size: number, ...behaviours: ('answer' | 'hang' | 'crash')[]) {
  const readers: FakeReader[] = [];
  const connect = () => {
    const reader = new FakeReader(behaviours[readers.length] ?? 'answer');
    readers.push(reader);
    return reader as unknown as ReaderConnection;
  };
  return { readers, pool: new PatchReaderPool(size, connect, () => 1_000) };
}

describe('the pool of patch readers', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('starts no more workers than its size and reuses them', async () => {
    const { pool, readers } = poolOf(2);
    await Promise.all(Array.from({ length: 6 }, () => pool.readPatch(file, { size: 256 }, unaborted)));
    expect(readers).toHaveLength(2);
  });

  it('ends a read that outlives its limit, with its worker, and goes on with a fresh one', async () => {
    const { pool, readers } = poolOf(1, 'hang', 'answer');
    const first = pool.readPatch(file, { size: 256 }, unaborted);
    const second = pool.readPatch(file, { size: 256 }, unaborted);
    const failed = expect(first).rejects.toMatchObject({ code: 'image-timeout' });
    await vi.advanceTimersByTimeAsync(1_000);
    await failed;
    expect(await second).toBe(patch);
    expect(readers.map(({ closedBy }) => closedBy?.code)).toEqual(['image-timeout', undefined]);
  });

  it('replaces a worker that crashed', async () => {
    const { pool } = poolOf(1, 'crash', 'answer');
    await expect(pool.readPatch(file, { size: 256 }, unaborted)).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(await pool.readPatch(file, { size: 256 }, unaborted)).toBe(patch);
  });

  it('stops the worker of an aborted read, and lets out one that was waiting', async () => {
    const { pool, readers } = poolOf(1, 'hang');
    const controller = new AbortController();
    const reading = pool.readPatch(file, { size: 256 }, controller.signal);
    const waiting = pool.readPatch(file, { size: 256 }, controller.signal);
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(readers.map(({ closedBy }) => closedBy?.code)).toEqual(['worker-stopped', undefined]);
  });

  it('gives large files more time', () => {
    expect(timeLimitMs(0)).toBe(10_000);
    expect(timeLimitMs(20_000_000)).toBe(30_000);
  });
});
