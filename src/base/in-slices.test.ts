import { expect, it, vi } from 'vitest';
import { inSlices } from './in-slices.ts';

const unaborted = new AbortController().signal;

it('comes to each item once, in order', async () => {
  const seen: [string, number][] = [];
  await inSlices('abc', (item, at) => void seen.push([item, at]), unaborted);
  expect(seen).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
});

it('lets others work between slices, and stops when it is told to', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const stopping = new AbortController();
  setTimeout(() => stopping.abort());
  let done = 0;
  const work = () => {
    done++;
    vi.advanceTimersByTime(1);
  };
  await expect(inSlices(new Uint8Array(1_000_000), work, stopping.signal)).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(1_000_000);
  vi.useRealTimers();
});
