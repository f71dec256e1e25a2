import { afterEach, describe, expect, it, vi } from 'vitest';
import { usefulThreads } from './start-helpers.ts';

afterEach(() => vi.unstubAllGlobals());

function threadsOn(hardwareConcurrency: number): number {
  vi.stubGlobal('navigator', { hardwareConcurrency });
  vi.stubGlobal('crossOriginIsolated', true);
  return usefulThreads();
}

describe('threads of a search', () => {
  it.each([
    [1, 1],
    [2, 2],
    [16, 4],
  ])('on %i cores are %i', (cores, threads) => {
    expect(threadsOn(cores)).toBe(threads);
  });

  it('are one where workers cannot share memory', () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(threadsOn(16)).toBe(1);
  });
});
