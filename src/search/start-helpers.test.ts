import { afterEach, describe, expect, it, vi } from 'vitest';
import { usefulThreads } from './start-helpers.ts';

const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';

afterEach(() => vi.unstubAllGlobals());

function threadsIn(userAgent: string, hardwareConcurrency: number): number {
  vi.stubGlobal('navigator', { userAgent, hardwareConcurrency });
  vi.stubGlobal('crossOriginIsolated', true);
  return usefulThreads();
}

describe('threads of a search', () => {
  it.each([
    [1, 1],
    [2, 2],
    [16, 4],
  ])('on %i cores are %i', (cores, threads) => {
    expect(threadsIn(CHROME, cores)).toBe(threads);
  });

  it('are one in Firefox, where a worker that makes a worker may never come back', () => {
    expect(threadsIn(FIREFOX, 16)).toBe(1);
  });

  it('are one where workers cannot share memory', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(threadsIn(CHROME, 16)).toBe(1);
  });
});
