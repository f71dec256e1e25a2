import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tidyAsWriter, withWriterLock } from './writer-lock.ts';

type Work = (lock: { name: string } | null) => Promise<unknown>;

/** The part of Web Locks in use here: one holder, those that wait in turn, and those that do not. */
class Locks {
  readonly #waiting: (() => void)[] = [];
  #isHeld = false;

  async request(name: string, options: { ifAvailable: true } | Work, work = options as Work): Promise<unknown> {
    // As in a browser, nothing is called before the request has returned.
    await Promise.resolve();
    if (this.#isHeld && work !== options) return work(null);
    while (this.#isHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isHeld = true;
    try {
      return await work({ name });
    } finally {
      this.#isHeld = false;
      this.#waiting.shift()?.();
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

it('writes after tidying that failed', async () => {
  const failing = tidyAsWriter(async () => {
    throw new RangeError('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  expect(await withWriterLock(async () => 'next')).toBe('next');
});

it('tidies once the writer of another tab has ended, and is not refused for that', async () => {
  let closeOther = () => {};
  let finish = () => {};
  const other = navigator.locks.request('gramscope-writer', () => new Promise<void>((close) => (closeOther = close)));
  const tidy = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const tidying = tidyAsWriter(tidy);
  await expect(withWriterLock(async () => 'too early')).rejects.toMatchObject({ code: 'another-tab-writes' });
  expect(tidy).not.toHaveBeenCalled();

  closeOther();
  await other;
  const written = withWriterLock(async () => 'written');
  await vi.waitFor(() => expect(tidy).toHaveBeenCalledOnce());
  finish();
  await tidying;
  expect(await written).toBe('written');
});
