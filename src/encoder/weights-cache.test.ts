import { afterEach, expect, it, vi } from 'vitest';
import { openWeightsCache } from './weights-cache.ts';

const URL_OF_WEIGHTS = new URL('https://gramscope.example/weights');

afterEach(() => vi.unstubAllGlobals());

const fails = (thrown: unknown) => () => Promise.reject(thrown);

/** A browser's cache of which everything fails. */
function stubCache(thrown: unknown): void {
  const cache = { match: fails(thrown), put: fails(thrown), keys: fails(thrown) };
  vi.stubGlobal('caches', { open: async () => cache });
}

it.each([new DOMException('full', 'QuotaExceededError'), new TypeError('Failed to fetch')])(
  'does without a cache that the browser refuses: %o',
  async (thrown) => {
    vi.stubGlobal('caches', { open: fails(thrown) });
    expect(await (await openWeightsCache()).read(URL_OF_WEIGHTS)).toBeUndefined();
    stubCache(thrown);
    const cache = await openWeightsCache();
    expect(await cache.read(URL_OF_WEIGHTS)).toBeUndefined();
    await cache.put(URL_OF_WEIGHTS, new ArrayBuffer(1));
    await cache.keepOnly([]);
  },
);

it('passes nothing else over', async () => {
  const thrown = new RangeError('not foreseen');
  vi.stubGlobal('caches', { open: fails(thrown) });
  await expect(openWeightsCache()).rejects.toBe(thrown);
  stubCache(thrown);
  const cache = await openWeightsCache();
  await expect(cache.read(URL_OF_WEIGHTS)).rejects.toBe(thrown);
  await expect(cache.put(URL_OF_WEIGHTS, new ArrayBuffer(1))).rejects.toBe(thrown);
  await expect(cache.keepOnly([])).rejects.toBe(thrown);
});
