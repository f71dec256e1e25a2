import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import type { Neighbour } from '../../barcode/nearest.ts';
import { createKernel, createScalarKernel, type HammingKernel, PAGE_BYTES } from './hamming-kernel.ts';
import { SearchIndex } from './search-index.ts';

const never = () => false;
const goOn = new AbortController().signal;

/** The obvious way: measure all, sort all. */
function sortAll(barcodes: readonly Uint8Array[], query: Uint8Array): Neighbour[] {
  return barcodes
    .map((barcode, id) => ({ id, distance: hammingDistance(barcode, query) }))
    .sort((a, b) => a.distance - b.distance || a.id - b.id);
}

/** Barcodes that lie close together, so that many distances tie. Lengths are mostly no multiple of 16. */
const libraries = fc.integer({ min: 1, max: 50 }).chain((bytes) => {
  const barcode = fc
    .array(fc.nat(bytes - 1), { maxLength: 3 })
    .map((set) => Uint8Array.from({ length: bytes }, (_, at) => (set.includes(at) ? 1 : 0)));
  return fc.record({ bytes: fc.constant(bytes), barcodes: fc.array(barcode, { maxLength: 40 }), query: barcode });
});

const kernels: [string, () => HammingKernel][] = [
  ['best', createKernel],
  ['scalar', createScalarKernel],
];

describe.each(kernels)('SearchIndex with the %s kernel', (_name, create) => {
  it('ranks as sorting everything would, whatever is excluded and however many are wanted', async () => {
    await fc.assert(
      fc.asyncProperty(
        libraries,
        fc.nat(50),
        fc.uniqueArray(fc.nat(40)),
        async ({ bytes, barcodes, query }, n, excluded) => {
          const index = new SearchIndex(bytes, create());
          index.put(0, Buffer.concat(barcodes));
          const expected = sortAll(barcodes, query).filter(({ id }) => !excluded.includes(id));
          expect(await index.nearest(query, n, (id) => excluded.includes(id), goOn)).toEqual(expected.slice(0, n));
        },
      ),
    );
  });
});

describe('SearchIndex', () => {
  it('holds what was put last, in whatever pieces it came', async () => {
    const pieces = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5), fc.nat(255)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), pieces, async (bytes, puts) => {
        const index = new SearchIndex(bytes);
        const barcodes: Uint8Array<ArrayBuffer>[] = [];
        for (const [place, count, value] of puts) {
          const firstId = Math.round(place * barcodes.length);
          index.put(firstId, new Uint8Array(count * bytes).fill(value));
          for (let id = firstId; id < firstId + count; id++) barcodes[id] = new Uint8Array(bytes).fill(value);
        }
        expect(index.size).toBe(barcodes.length);
        expect(barcodes.map((_, id) => index.barcodeOf(id))).toEqual(barcodes);
        const query = new Uint8Array(bytes);
        expect(await index.nearest(query, 100, never, goOn)).toEqual(sortAll(barcodes, query).slice(0, 100));
      }),
    );
  });

  it('is exact over many shards and growths of its memory', async () => {
    const bytes = 5 * 1024 * 1024;
    const kernel = createKernel();
    const index = new SearchIndex(bytes, kernel);
    const weights = [7, 3, 9, 3, 1, 8, 2, 3, 1];
    weights.forEach((weight, id) => {
      index.put(id, new Uint8Array(bytes).fill(0xff, 0, weight));
    });
    expect(kernel.memory.buffer.byteLength).toBeGreaterThan(weights.length * bytes);
    const ids = (await index.nearest(new Uint8Array(bytes), 6, never, goOn)).map(({ id }) => id);
    expect(ids).toEqual([4, 8, 6, 1, 3, 7]);
  });

  it('answers two questions at once', async () => {
    const bytes = 5 * 1024 * 1024;
    const index = new SearchIndex(bytes);
    for (let id = 0; id < 7; id++) index.put(id, new Uint8Array(bytes).fill(0xff, 0, id));
    const ask = (weight: number) => index.nearest(new Uint8Array(bytes).fill(0xff, 0, weight), 1, never, goOn);
    expect(await Promise.all([ask(6), ask(0), ask(3)])).toEqual([6, 0, 3].map((id) => [{ id, distance: 0 }]));
  });

  it('stops between shards when aborted', async () => {
    const bytes = 16 * 1024 * 1024;
    const index = new SearchIndex(bytes);
    for (let id = 0; id < 3; id++) index.put(id, new Uint8Array(bytes));
    const controller = new AbortController();
    const asked: number[] = [];
    const answer = index.nearest(new Uint8Array(bytes), 3, (id) => asked.push(id) < 0, controller.signal);
    controller.abort();
    await expect(answer).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(asked).toEqual([0]);
  });

  it('says so when memory runs out, and keeps what it has', () => {
    const kernel = createKernel();
    const index = new SearchIndex(1024, kernel);
    index.put(0, new Uint8Array(1024).fill(7));
    kernel.memory.grow(65_535 - kernel.memory.buffer.byteLength / PAGE_BYTES);
    const rest = Math.ceil(kernel.memory.buffer.byteLength / 1024);
    expect(() => index.put(1, { length: rest * 1024 } as Uint8Array)).toThrow(
      expect.objectContaining({ code: 'search-out-of-memory' }),
    );
    expect(index.size).toBe(1);
    expect(index.barcodeOf(0)[0]).toBe(7);
  });

  it('refuses gaps, broken barcodes, wrong queries and patches it does not hold', async () => {
    const index = new SearchIndex(4);
    expect(() => index.put(1, new Uint8Array(4))).toThrow(RangeError);
    expect(() => index.put(0, new Uint8Array(6))).toThrow(RangeError);
    await expect(index.nearest(new Uint8Array(5), 1, never, goOn)).rejects.toThrow(RangeError);
    expect(() => index.barcodeOf(0)).toThrow(expect.objectContaining({ code: 'patch-missing' }));
    expect(index.size).toBe(0);
  });
});
