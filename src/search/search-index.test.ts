import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hammingDistance } from '../barcode/hamming.ts';
import type { Neighbour } from '../barcode/nearest.ts';
import { bitSetOf, remove } from '../columns/bit-set.ts';
import { allocateSharedMemory, createKernel, PAGE_BYTES } from './hamming-kernel.ts';
import { NOBODY } from './scan-job.ts';
import { layOut } from './scan-layout.ts';
import { SearchIndex, type Wanted } from './search-index.ts';
import { endScanHelpers, startScanHelper } from './testing/start-scan-helpers.ts';

const goOn = new AbortController().signal;

afterEach(endScanHelpers);

/** One query, nothing left out. */
function wanting(query: Uint8Array, n: number, wanted: Partial<Wanted> = {}): Wanted {
  return {
    examples: [query],
    positives: 1,
    byNearest: false,
    n,
    allowed: bitSetOf(1000, true),
    sourceOf: undefined,
    ...wanted,
  };
}

/** The obvious way: measure all, sort all. */
function sortAll(barcodes: readonly Uint8Array[], score: (barcode: Uint8Array) => number): Neighbour[] {
  return barcodes
    .map((barcode, id) => ({ id, distance: score(barcode) }))
    .sort((a, b) => a.distance - b.distance || a.id - b.id);
}

/** The first of each source. */
function onePerSource(neighbours: readonly Neighbour[], sourceOf: readonly number[]): Neighbour[] {
  const seen = new Set<number | undefined>();
  return neighbours.filter(({ id }) => !seen.has(sourceOf[id]) && seen.add(sourceOf[id]));
}

/** Barcodes that lie close together or are all equal, so that many distances tie. Lengths are mostly no multiple of 16. */
const libraries = fc.integer({ min: 1, max: 50 }).chain((bytes) => {
  const barcode = fc
    .array(fc.nat(bytes - 1), { maxLength: 3 })
    .map((set) => Uint8Array.from({ length: bytes }, (_, at) => (set.includes(at) ? 1 : 0)));
  return fc.record({
    bytes: fc.constant(bytes),
    barcodes: fc.array(barcode, { maxLength: 40 }),
    examples: fc.array(barcode, { minLength: 1, maxLength: 4 }),
  });
});

const questions = fc.record({
  positives: fc.integer({ min: 1, max: 4 }),
  byNearest: fc.boolean(),
  n: fc.nat(50),
  excluded: fc.oneof(fc.uniqueArray(fc.nat(40)), fc.constant(Array.from({ length: 41 }, (_, id) => id))),
  sourceOf: fc.option(fc.array(fc.nat(5), { minLength: 40, maxLength: 40 }), { nil: undefined }),
  below: fc.option(fc.nat(40), { nil: undefined }),
});

const setups: [string, () => Promise<(bytes: number) => Promise<SearchIndex>>][] = [
  ['the best kernel', async () => async (bytes) => new SearchIndex(bytes)],
  [
    'three threads',
    async () => async (bytes) => {
      const index = new SearchIndex(bytes, { kernel: createKernel(allocateSharedMemory()), threads: 3 });
      await Promise.all([index.addHelper(startScanHelper), index.addHelper(startScanHelper)]);
      return index;
    },
  ],
];

describe.each(setups)('SearchIndex with %s', (name, setUp) => {
  const numRuns = name === 'three threads' ? 40 : 100;

  it('ranks as sorting everything would, whatever is wanted', async () => {
    const create = await setUp();
    await fc.assert(
      fc.asyncProperty(libraries, questions, async ({ bytes, barcodes, examples }, question) => {
        const { byNearest, n, excluded, sourceOf, below } = question;
        const index = await create(bytes);
        index.put(0, Buffer.concat(barcodes));
        const positives = examples.slice(0, question.positives);
        const negatives = examples.slice(question.positives);
        const scoreOf = (barcode: Uint8Array) => {
          const distances = positives.map((example) => hammingDistance(barcode, example));
          return byNearest ? Math.min(...distances) : distances.reduce((sum, distance) => sum + distance, 0);
        };
        const weight = byNearest ? 1 : positives.length;
        const allowed = bitSetOf(barcodes.length, true);
        for (const id of excluded) remove(allowed, id);
        const passing = sortAll(barcodes, scoreOf).filter(
          ({ id, distance }) =>
            id < (below ?? 1000) &&
            !excluded.includes(id) &&
            negatives.every((example) => hammingDistance(barcodes[id] ?? example, example) * weight >= distance),
        );
        const expected = sourceOf ? onePerSource(passing, sourceOf) : passing;
        const found = await index.nearest(
          {
            examples,
            positives: positives.length,
            byNearest,
            n,
            allowed,
            sourceOf: sourceOf && Uint32Array.from(sourceOf),
            ...(below !== undefined && { below }),
          },
          goOn,
        );
        expect(found).toEqual(expected.slice(0, n));
      }),
      { numRuns },
    );
  });

  it('scores given patches as measuring one by one would', async () => {
    const create = await setUp();
    const wanted = fc.record({ byNearest: fc.boolean(), skipped: fc.uniqueArray(fc.nat(40)) });
    await fc.assert(
      fc.asyncProperty(libraries, wanted, async ({ bytes, barcodes, examples }, { byNearest, skipped }) => {
        const index = await create(bytes);
        index.put(0, Buffer.concat(barcodes));
        const ids = barcodes.map((_, id) => id).filter((id) => !skipped.includes(id));
        const expected = ids.map((id) => {
          const distances = examples.map((example) => hammingDistance(barcodes[id] ?? example, example));
          return byNearest ? Math.min(...distances) : distances.reduce((sum, distance) => sum + distance, 0);
        });
        const scores = await index.scoresOf({ ids: Uint32Array.from(ids), positives: examples, byNearest }, goOn);
        expect([...scores]).toEqual(expected);
      }),
      { numRuns },
    );
  });

  it('finds the nearest of every patch, and of some', async () => {
    const create = await setUp();
    await fc.assert(
      fc.asyncProperty(libraries, questions, async ({ bytes, barcodes }, { n, sourceOf }) => {
        const index = await create(bytes);
        index.put(0, Buffer.concat(barcodes));
        const sources = sourceOf && Uint32Array.from(sourceOf);
        const { ids, distances } = await index.nearestOfAll({ n, sourceOf: sources }, goOn, () => {});
        const some = Uint32Array.from(barcodes.keys()).filter((id) => id % 3 === 1);
        const ofSome = await index.nearestOfSome(some, { n, sourceOf: sources }, goOn);
        for (const [place, id] of some.entries()) {
          const [from, to] = [place * n, place * n + n];
          expect([...ofSome.ids.subarray(from, to)]).toEqual([...ids.subarray(id * n, id * n + n)]);
          expect([...ofSome.distances.subarray(from, to)]).toEqual([...distances.subarray(id * n, id * n + n)]);
        }
        for (const [at, query] of barcodes.entries()) {
          const expected = sortAll(barcodes, (barcode) => hammingDistance(barcode, query))
            .filter(({ id }) => id !== at && !(sourceOf && sourceOf[id] === sourceOf[at]))
            .slice(0, n);
          const padding = Array.from({ length: n - expected.length }, () => NOBODY);
          const from = at * n;
          expect([...ids.subarray(from, from + n)]).toEqual([...expected.map(({ id }) => id), ...padding]);
          expect([...distances.subarray(from, from + n)]).toEqual([
            ...expected.map(({ distance }) => distance),
            ...padding,
          ]);
        }
      }),
      { numRuns: numRuns / 2 },
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
        const expected = sortAll(barcodes, (barcode) => hammingDistance(barcode, query)).slice(0, 100);
        expect(await index.nearest(wanting(query, 100), goOn)).toEqual(expected);
      }),
    );
  });

  it('finds the same when barcodes stay where they are stored, from wherever memory ends', async () => {
    await fc.assert(
      fc.asyncProperty(libraries, fc.nat(40), fc.integer({ min: 1, max: 7 }), async (library, held, capacity) => {
        const { bytes, barcodes, examples } = library;
        const row = Math.ceil(bytes / 16) * 16;
        // Reads segments of `capacity` barcodes, from the one that holds `firstId`.
        async function* readStored(firstId: number) {
          for (let at = firstId - (firstId % capacity); at < barcodes.length; at += capacity) {
            yield { firstId: at, barcodes: new Uint8Array(Buffer.concat(barcodes.slice(at, at + capacity))) };
          }
        }
        const rows = Math.min(held, barcodes.length);
        const index = new SearchIndex(bytes, { budget: layOut(bytes, 1).rowsAt + rows * row, readStored });
        index.put(0, Buffer.concat(barcodes));
        expect([index.held, index.size]).toEqual([rows, barcodes.length]);
        const [query = new Uint8Array(bytes)] = examples;
        const expected = sortAll(barcodes, (barcode) => hammingDistance(barcode, query)).slice(0, 9);
        expect(await index.nearest(wanting(query, 9), goOn)).toEqual(expected);
        const ids = Uint32Array.from(barcodes.keys()).filter((id) => id % 3 < 2);
        const scores = await index.scoresOf({ ids, positives: [query], byNearest: false }, goOn);
        expect([...scores]).toEqual([...ids].map((id) => hammingDistance(barcodes[id] ?? query, query)));
      }),
    );
  });

  it('is exact over many blocks and growths of its memory', async () => {
    const bytes = 5 * 1024 * 1024;
    const kernel = createKernel();
    const index = new SearchIndex(bytes, { kernel });
    const weights = [7, 3, 9, 3, 1, 8, 2, 3, 1];
    weights.forEach((weight, id) => {
      index.put(id, new Uint8Array(bytes).fill(0xff, 0, weight));
    });
    expect(kernel.memory.buffer.byteLength).toBeGreaterThan(weights.length * bytes);
    const ids = (await index.nearest(wanting(new Uint8Array(bytes), 6), goOn)).map(({ id }) => id);
    expect(ids).toEqual([4, 8, 6, 1, 3, 7]);
  });

  it('has no score for a barcode that is found damaged as it is read', async () => {
    const barcodes = new Uint8Array([1, 2, 3]);
    async function* readStored() {
      yield { firstId: 0, barcodes, damaged: [1] };
    }
    const index = new SearchIndex(1, { budget: 0, readStored });
    index.extendTo(3);
    const measured = { ids: Uint32Array.of(0, 1, 2), positives: [Uint8Array.of(0), Uint8Array.of(1)] };
    expect([...(await index.scoresOf({ ...measured, byNearest: false }, goOn))]).toEqual([1, Number.NaN, 3]);
    expect([...(await index.scoresOf({ ...measured, byNearest: true }, goOn))]).toEqual([0, Number.NaN, 1]);
  });

  it('works on several questions at once, and on one while the nearest of all patches are being found', async () => {
    const bytes = 2 * 1024 * 1024;
    const index = new SearchIndex(bytes);
    for (let id = 0; id < 7; id++) index.put(id, new Uint8Array(bytes).fill(0xff, 0, id));
    const search = (weight: number) => index.nearest(wanting(new Uint8Array(bytes).fill(0xff, 0, weight), 1), goOn);
    const pairs = index.nearestOfAll({ n: 1 }, goOn, () => {});
    const positives = [new Uint8Array(bytes).fill(0xff, 0, 2)];
    const scores = index.scoresOf({ ids: Uint32Array.of(0, 1, 2, 5, 6), positives, byNearest: false }, goOn);
    expect(await Promise.all([search(6), search(0), search(3)])).toEqual([6, 0, 3].map((id) => [{ id, distance: 0 }]));
    expect([...(await pairs).ids]).toEqual([1, 0, 1, 2, 3, 4, 5]);
    expect([...(await scores)]).toEqual([16, 8, 0, 24, 32]);
  });

  it('stops when aborted', async () => {
    const bytes = 1024 * 1024;
    const kernel = createKernel();
    const select = vi.fn(kernel.select);
    const selectEach = vi.fn(kernel.selectEach);
    const index = new SearchIndex(bytes, { kernel: { ...kernel, select, selectEach } });
    for (let id = 0; id < 3; id++) index.put(id, new Uint8Array(bytes));
    const controller = new AbortController();
    const work = [
      index.nearest(wanting(new Uint8Array(bytes), 3), controller.signal),
      index.nearestOfAll({ n: 3 }, controller.signal, () => {}),
    ];
    controller.abort();
    for (const each of work) await expect(each).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(select).toHaveBeenCalledTimes(1);
    expect(selectEach).toHaveBeenCalledTimes(1);
  });

  it('keeps what there is memory for when memory runs out', () => {
    const kernel = createKernel();
    const index = new SearchIndex(1024, { kernel });
    index.put(0, new Uint8Array(1024).fill(7));
    const pages = kernel.memory.buffer.byteLength / PAGE_BYTES;
    const rows = (pages * PAGE_BYTES - layOut(1024, 1).rowsAt) / 1024;
    vi.spyOn(kernel.memory, 'grow').mockImplementation(() => {
      throw new RangeError('no memory');
    });
    index.put(1, new Uint8Array(1024 * Math.ceil(rows)).fill(8));
    expect([index.held, index.size, index.isFull]).toEqual([Math.floor(rows), 1 + Math.ceil(rows), true]);
    expect([0, index.held - 1].map((id) => index.barcodeOf(id)[0])).toEqual([7, 8]);
    expect(() => new SearchIndex(2 ** 31)).toThrow(expect.objectContaining({ code: 'search-out-of-memory' }));
  });

  it('refuses gaps, broken barcodes, wrong questions and patches it does not hold', async () => {
    const index = new SearchIndex(4);
    expect(() => index.put(1, new Uint8Array(4))).toThrow(RangeError);
    expect(() => index.put(0, new Uint8Array(6))).toThrow(RangeError);
    const search = (wanted: Partial<Wanted>) => index.nearest(wanting(new Uint8Array(4), 1, wanted), goOn);
    await expect(search({ examples: [new Uint8Array(5)] })).rejects.toThrow(RangeError);
    await expect(search({ examples: [], positives: 0 })).rejects.toThrow(RangeError);
    await expect(search({ examples: Array.from({ length: 17 }, () => new Uint8Array(4)) })).rejects.toThrow(RangeError);
    expect(() => index.barcodeOf(0)).toThrow(expect.objectContaining({ code: 'patch-missing' }));
    expect(index.size).toBe(0);
  });
});
