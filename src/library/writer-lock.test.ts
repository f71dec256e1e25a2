import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tidyAsWriter, withWriterLock } from './writer-lock.ts';

/** The part of Web Locks in use here: one holder a name, and no waiting. */
class Locks {
  readonly #held = new Set<string>();

  async request<Result>(
    name: string,
    _options: { ifAvailable: true },
    work: (lock: { name: string } | null) => Promise<Result>,
  ): Promise<Result> {
    if (this.#held.has(name)) return work(null);
    this.#held.add(name);
    try {
      return await work({ name });
    } finally {
      this.#held.delete(name);
    }
  }
}

beforeEach(() => vi.stubGlobal('navigator', { locks: new Locks() }));
afterEach(() => vi.unstubAllGlobals());

it('lets a second writer in only after the first one', async () => {
  let finish = (_value: string) => {};
  const first = withWriterLock(() => new Promise<string>((resolve) => (finish = resolve)));
  const refused = vi.fn(async () => 'second');
  await expect(withWriterLock(refused)).rejects.toMatchObject({ code: 'another-tab-writes' });
  expect(refused).not.toHaveBeenCalled();

  finish('first');
  expect(await first).toBe('first');
  expect(await withWriterLock(async () => 'third')).toBe('third');
});

it('is free again after a writer that failed', async () => {
  const failing = withWriterLock(async () => {
    throw new RangeError('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  expect(await withWriterLock(async () => 'next')).toBe('next');
});

it('waits for what this tab tidies', async () => {
  let finish = () => {};
  const tidying = tidyAsWriter(() => new Promise((resolve) => (finish = resolve)));
  const work = vi.fn(async () => 'written');
  const written = withWriterLock(work);
  await Promise.resolve();
  expect(work).not.toHaveBeenCalled();

  finish();
  await tidying;
  expect(await written).toBe('written');
});

it('writes after tidying that failed or was refused', async () => {
  const failing = tidyAsWriter(async () => {
    throw new RangeError('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  await withWriterLock(async () => {
    await expect(tidyAsWriter(async () => {})).rejects.toMatchObject({ code: 'another-tab-writes' });
  });
  expect(await withWriterLock(async () => 'next')).toBe('next');
});
