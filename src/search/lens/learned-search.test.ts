/** Learned distances through the kernel, the threads and the index, against sorting all by plain arithmetic. */
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { bitSetOf } from '../../columns/bit-set.ts';
import { allocateSharedMemory, createKernel } from '../hamming-kernel.ts';
import { NOBODY } from '../scan-job.ts';
import { layOut } from '../scan-layout.ts';
import { SearchIndex } from '../search-index.ts';
import { endScanHelpers, startScanHelper } from '../testing/start-scan-helpers.ts';
import { fitLens } from './fit-lens.ts';
import { cosineOf, distanceScale, learnedDistance } from './learned-distance.ts';
import type { Lens } from './lens.ts';
import { Projector } from './projector.ts';
import { drawLabelled } from './testing/draw-labelled.ts';

const goOn = new AbortController().signal;

afterEach(endScanHelpers);

type Create = (bytes: number, barcodes: readonly Uint8Array[]) => Promise<SearchIndex>;

/** Barcodes that there is no memory for are read for every question. */
const HELD = 7;

const setups: readonly [string, Create][] = [
  ['one thread', async (bytes) => new SearchIndex(bytes)],
  [
    'three threads',
    async (bytes) => {
      const index = new SearchIndex(bytes, { kernel: createKernel(allocateSharedMemory()), threads: 3 });
      await Promise.all([index.addHelper(startScanHelper), index.addHelper(startScanHelper)]);
      return index;
    },
  ],
  [
    'memory for some',
    async (bytes, barcodes) => {
      const { rowsAt, rowBytes } = layOut(bytes, 1);
      return new SearchIndex(bytes, {
        budget: rowsAt + HELD * rowBytes,
        async *readStored(firstId) {
          if (firstId < barcodes.length) yield { firstId, barcodes: Buffer.concat(barcodes.slice(firstId)) };
        },
      });
    },
  ],
];

/** Few bits and few directions, so that distances tie often. */
const cases = fc.record({
  bytes: fc.integer({ min: 1, max: 40 }),
  directions: fc.integer({ min: 1, max: 17 }),
  count: fc.nat(40),
  seed: fc.nat(),
  positives: fc.integer({ min: 1, max: 4 }),
  negatives: fc.nat(2),
  byNearest: fc.boolean(),
  n: fc.nat(45),
});

function draw({ bytes, directions, count, seed }: { bytes: number; directions: number; count: number; seed: number }) {
  const random = seededRandom(seed);
  const number = () => Math.round(random() * 8 - 4);
  const bits = bytes * 8;
  const lens: Lens = {
    bits,
    directions,
    matrix: Float32Array.from({ length: bits * directions }, number),
    offset: Float32Array.from({ length: directions }, number),
  };
  const barcode = () => Uint8Array.from({ length: bytes }, () => (random() < 0.8 ? 0x55 : random() * 256));
  return { lens, barcodes: Array.from({ length: count }, barcode), examples: Array.from({ length: 6 }, barcode) };
}

function measureWith(lens: Lens, positives: number): (a: Uint8Array, b: Uint8Array) => number {
  const projector = new Projector(lens);
  const scale = distanceScale(lens.bits, positives);
  return (a, b) => {
    const [first, second] = [projector.unitVectorsOf(a), projector.unitVectorsOf(b)];
    return learnedDistance(hammingDistance(a, b), first, second, scale);
  };
}

describe.each(setups)('A search through a lens, with %s', (name, create) => {
  const numRuns = name === 'one thread' ? 60 : 30;

  it('ranks as sorting everything would, and scores as measuring one by one would', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ positives, negatives, byNearest, n, ...drawing }) => {
        const { lens, barcodes, examples } = draw(drawing);
        const index = await create(drawing.bytes, barcodes);
        const half = Math.ceil(barcodes.length / 2);
        index.put(0, Buffer.concat(barcodes.slice(0, half)));
        await index.learn(lens, goOn);
        // What comes later is projected as it comes.
        index.put(half, Buffer.concat(barcodes.slice(half)));
        const measure = measureWith(lens, byNearest ? 1 : positives);
        const [positive, negative] = [examples.slice(0, positives), examples.slice(4, 4 + negatives)];
        const scoreOf = (barcode: Uint8Array) => {
          const distances = positive.map((example) => measure(barcode, example));
          return byNearest ? Math.min(...distances) : distances.reduce((sum, each) => sum + each, 0);
        };
        const weight = byNearest ? 1 : positives;
        const expected = barcodes
          .map((barcode, id) => ({ id, distance: scoreOf(barcode) }))
          .filter(({ id, distance }) =>
            negative.every((example) => measure(barcodes[id] ?? example, example) * weight >= distance),
          )
          .sort((a, b) => a.distance - b.distance || a.id - b.id);
        const question = { examples: [...positive, ...negative], positives, byNearest, n, learned: true };
        const found = await index.nearest({ ...question, allowed: bitSetOf(100, true), sourceOf: undefined }, goOn);
        expect(found).toEqual(expected.slice(0, n));
        const ids = Uint32Array.from(barcodes.keys()).filter((id) => id % 2 === 0);
        const scores = await index.scoresOf({ ids, positives: positive, byNearest, learned: true }, goOn);
        expect([...scores]).toEqual([...ids].map((id) => scoreOf(barcodes[id] ?? new Uint8Array())));
      }),
      { numRuns },
    );
  });
});

it('finds the nearest of every patch through a lens, apart from its source and from what is kept apart', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ n, ...drawing }) => {
      const { lens, barcodes } = draw(drawing);
      const index = new SearchIndex(drawing.bytes);
      index.put(0, Buffer.concat(barcodes));
      await index.learn(lens, goOn);
      const sourceOf = Uint32Array.from(barcodes, (_, id) => id % 3);
      const keptApart = Int32Array.from(barcodes, (_, id) => Math.floor(id / 2));
      const measure = measureWith(lens, 1);
      const { ids, distances } = await index.nearestOfAll({ n, sourceOf, keptApart, learned: true }, goOn, () => {});
      for (const [at, query] of barcodes.entries()) {
        const expected = barcodes
          .map((barcode, id) => ({ id, distance: measure(barcode, query) }))
          .filter(({ id }) => id % 3 !== at % 3 && Math.floor(id / 2) !== Math.floor(at / 2))
          .sort((a, b) => a.distance - b.distance || a.id - b.id)
          .slice(0, n);
        const own = (all: Uint32Array) => [...all.subarray(at * n, at * n + n)].filter((each) => each !== NOBODY);
        expect(own(ids)).toEqual(expected.map(({ id }) => id));
        expect(own(distances)).toEqual(expected.map(({ distance }) => distance));
      }
    }),
    { numRuns: 40 },
  );
});

it('keeps a label that the lens was not fitted on about where plain distances put it', async () => {
  const drawn = drawLabelled({ patches: 480, labels: 5, sources: 4, byLabel: 0.8, bySource: 0.3 });
  const positions = [...drawn.labels.keys()];
  const bytes = drawn.barcodes.length / positions.length;
  const barcodeOf = (at: number) => drawn.barcodes.subarray(at * bytes, (at + 1) * bytes);
  const fitted = positions.filter((at) => drawn.labels[at] !== 4);
  const labels = fitted.map((at) => drawn.labels[at] ?? 0);
  const lens = await fitLens({ barcodes: Buffer.concat(fitted.map(barcodeOf)), bits: drawn.bits, labels }, goOn);
  const index = new SearchIndex(bytes);
  index.put(0, drawn.barcodes);
  await index.learn(lens, goOn);
  const unseen = Uint32Array.from(positions.filter((at) => drawn.labels[at] === 4));
  const rightShare = async (learned: boolean) => {
    const wanted = { n: 1, sourceOf: Uint32Array.from(drawn.sources), learned };
    const { ids } = await index.nearestOfSome(unseen, wanted, goOn);
    return ids.filter((id) => drawn.labels[id] === 4).length / ids.length;
  };
  const plain = await rightShare(false);
  expect(plain).toBeGreaterThan(0.7);
  expect(await rightShare(true)).toBeGreaterThan(plain - 0.1);
  // By the discriminants alone, the label is taken for others.
  const vectors = lens ? new Projector(lens).unitVectorsOf(drawn.barcodes) : new Int16Array();
  const vectorOf = (at: number) => vectors.subarray(at * 8, (at + 1) * 8);
  const alone = [...unseen].filter((query) => {
    const others = positions.filter((at) => drawn.sources[at] !== drawn.sources[query]);
    const cosine = (at: number) => cosineOf(vectorOf(query), vectorOf(at));
    return drawn.labels[others.reduce((best, at) => (cosine(at) > cosine(best) ? at : best))] === 4;
  });
  expect(alone.length / unseen.length).toBeLessThan(plain);
});

it('forgets its lens, and keeps the former one when a new one is not taken to the end', async () => {
  const { lens, barcodes } = draw({ bytes: 4, directions: 2, count: 5, seed: 1 });
  const index = new SearchIndex(4);
  index.put(0, Buffer.concat(barcodes));
  await index.learn(lens, goOn);
  await expect(index.learn({ ...lens }, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  expect(index.lens).toBe(lens);
  await index.learn(undefined, goOn);
  expect(index.lens).toBeUndefined();
});
