import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CollectionRecord } from './schema.ts';
import { bytesOf, estimateStorage } from './storage-use.ts';
import { PAPER_PROFILE } from './test-records.ts';

afterEach(() => vi.unstubAllGlobals());

it('counts the bytes of barcodes, colours, thumbnails, tables and the lens', () => {
  const collection = {
    patchCount: 10,
    profile: PAPER_PROFILE,
    thumbnailBytes: 777,
    tables: [{ bytes: 5 }, { bytes: 6 }],
    lens: { directions: 2 },
  } as unknown as CollectionRecord;
  const lens = 2 * (305_888 + 1) * 4;
  expect(bytesOf(collection)).toEqual({ barcodes: 382_360, colours: 10_400, thumbnails: 777, tables: 11, lens });
  expect(bytesOf({ ...collection, lens: undefined as never }).lens).toBe(0);
});

describe('estimateStorage', () => {
  it("gives the browser's own estimate", async () => {
    vi.stubGlobal('navigator', { storage: { estimate: async () => ({ usage: 5, quota: 100 }) } });
    expect(await estimateStorage()).toEqual({ used: 5, quota: 100 });
  });

  it.each([{}, { storage: { estimate: async () => ({}) } }])('is undefined where there is none', async (navigator) => {
    vi.stubGlobal('navigator', navigator);
    expect(await estimateStorage()).toBeUndefined();
  });
});
