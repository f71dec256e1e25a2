import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { packPatches } from '../../columns/patch-chunk.ts';
import { Findable } from '../findable.ts';
import { allocateMemory, allocateSharedMemory, createKernel } from '../hamming-kernel.ts';
import { NO_FILTER } from '../hits.ts';
import { distanceScale, learnedDistance } from '../lens/learned-distance.ts';
import type { Lens } from '../lens/lens.ts';
import { Projector } from '../lens/projector.ts';
import { SearchIndex } from '../search-index.ts';
import { endScanHelpers, startScanHelper } from '../testing/start-scan-helpers.ts';
import { chooseRepresentatives } from './representatives.ts';
import { nearestPatches, nearestSets, pairsWith, type SetQuestion } from './set-search.ts';

const goOn = new AbortController().signal;

afterEach(endScanHelpers);

interface Drawn {
  readonly barcodes: readonly Uint8Array<ArrayBuffer>[];
  /** The folder of each patch, which is its case. */
  readonly folders: readonly number[];
}

/** Few bits, so that there are many ties. */
function draw(seed: number, patches: number, folders: number, bytes: number): Drawn {
  const random = seededRandom(seed);
  const some = Array.from({ length: 5 }, () => Uint8Array.from({ length: bytes }, () => random() * 256));
  return {
    barcodes: Array.from({ length: patches }, () => {
      const barcode = (some[Math.floor(random() * 5)] as Uint8Array).slice();
      for (let bit = 0; bit < 3; bit++) {
        const at = Math.floor(random() * bytes);
        barcode[at] = (barcode[at] as number) ^ (1 << (random() * 8));
      }
      return barcode;
    }),
    folders: Array.from({ length: patches }, () => Math.floor(random() * folders)),
  };
}

async function open({ barcodes, folders }: Drawn, threads = 1) {
  const bytes = barcodes[0]?.length ?? 0;
  const kernel = createKernel(threads > 1 ? allocateSharedMemory() : allocateMemory());
  const index = new SearchIndex(bytes, { kernel, threads });
  for (let thread = 1; thread < threads; thread++) await index.addHelper(startScanHelper);
  for (const [id, barcode] of barcodes.entries()) index.put(id, barcode);
  const findable = new Findable('c');
  findable.describe(
    packPatches(barcodes.map((_, id) => ({ id, path: `f${folders[id]}/${id}`, label: '', width: 1, height: 1 }))),
  );
  findable.setSources(({ path }) => path.slice(0, path.indexOf('/')));
  return { index, findable, damaged: new Set<number>() };
}

function drawLens(seed: number, bits: number): Lens {
  const random = seededRandom(seed);
  const number = () => Math.round(random() * 8 - 4);
  const directions = 5;
  return {
    ...{ bits, directions },
    matrix: Float32Array.from({ length: bits * directions }, number),
    offset: Float32Array.from({ length: directions }, number),
  };
}

function searchFor(ids: readonly number[], part: Partial<SetQuestion> = {}): SetQuestion & { n: number } {
  const all = { kind: 'case', sameSource: true, filter: NO_FILTER, bothWays: false, n: 1_000 } as const;
  return { ids: Uint32Array.from(ids), ...all, ...part };
}

/** Every pair, the obvious way. @param distanceOf Of two patches, by their ids. */
function byHand(
  { barcodes, folders }: Drawn,
  ids: readonly number[],
  { sameSource, bothWays }: SetQuestion,
  distance = (a: number, b: number) => distanceOf(barcodes, a, b),
) {
  const own = new Set(ids.map((id) => folders[id]));
  const sets = new Map<number, number[]>();
  for (const [id, folder] of folders.entries()) {
    if (ids.includes(id) || (!sameSource && own.has(folder))) continue;
    sets.set(folder, [...(sets.get(folder) ?? []), id]);
  }
  const mean = (from: readonly number[], to: readonly number[]) =>
    from.reduce((sum, a) => sum + Math.min(...to.map((b) => distance(a, b))), 0) / from.length;
  return [...sets]
    .map(([folder, members]) => {
      const there = mean(ids, members);
      const distance = bothWays ? Math.max(there, mean(members, ids)) : there;
      return { name: `f${folder}`, patches: members.length, distance };
    })
    .sort((a, b) => a.distance - b.distance);
}

function distanceOf(barcodes: Drawn['barcodes'], a: number, b: number): number {
  return hammingDistance(barcodes[a] as Uint8Array, barcodes[b] as Uint8Array);
}

async function distancesFrom(barcodes: Drawn['barcodes'], at: number): Promise<number[]> {
  return barcodes.map((_, other) => distanceOf(barcodes, at, other));
}

describe('the nearest cases of a set of patches', () => {
  it('are those of comparing every pair, whichever way and however the patches lie', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1_000),
          patches: fc.integer({ min: 1, max: 160 }),
          folders: fc.integer({ min: 1, max: 12 }),
          bytes: fc.constantFrom(3, 16, 70, 300, 1_100),
          chosen: fc.array(fc.nat(), { minLength: 1, maxLength: 90 }),
          sameSource: fc.boolean(),
          bothWays: fc.boolean(),
        }),
        async ({ seed, patches, folders, bytes, chosen, sameSource, bothWays }) => {
          const drawn = draw(seed, patches, folders, bytes);
          const ids = [...new Set(chosen.map((number) => number % patches))];
          const question = searchFor(ids, { sameSource, bothWays });
          const { hits, searched } = await nearestSets(await open(drawn), question, goOn, () => {});
          const expected = byHand(drawn, ids, question);
          expect(hits).toEqual(expected);
          expect(searched).toBe(expected.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are the same from two threads as from one, patches of a case lying together or not', async () => {
    const drawn = draw(1, 3_000, 7, 48);
    const sorted = { ...drawn, folders: drawn.folders.toSorted((a, b) => a - b) };
    const ids = Array.from({ length: 150 }, (_, at) => at * 20);
    for (const each of [drawn, sorted]) {
      const question = searchFor(ids, { bothWays: true });
      const alone = await nearestSets(await open(each), question, goOn, () => {});
      expect(await nearestSets(await open(each, 2), question, goOn, () => {})).toEqual(alone);
      expect(alone.hits).toEqual(byHand(each, ids, question));
    }
  });

  it('are the same where a few patches of a large query rule most cases out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.boolean(), async (seed, bothWays) => {
        const drawn = draw(seed, 400, 30, 40);
        const ids = Array.from({ length: 150 }, (_, at) => at * 2 + (seed % 2));
        const question = searchFor(ids, { bothWays });
        const { hits, searched } = await nearestSets(await open(drawn), { ...question, n: 3 }, goOn, () => {});
        const expected = byHand(drawn, ids, question);
        expect(hits).toEqual(expected.slice(0, 3));
        expect(searched).toBe(expected.length);
      }),
      { numRuns: 20 },
    );
  });

  it('are those of comparing every pair by what a lens tells apart, and so are the pairs behind them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1_000),
          threads: fc.constantFrom(1, 2),
          bytes: fc.constantFrom(3, 40),
          // Beyond 128, scouts would rule cases out.
          asked: fc.constantFrom(3, 150),
          bothWays: fc.boolean(),
        }),
        async ({ seed, threads, bytes, asked, bothWays }) => {
          const drawn = draw(seed, 320, 30, bytes);
          const opened = await open(drawn, threads);
          const lens = drawLens(seed, bytes * 8);
          await opened.index.learn(lens, goOn);
          const vectors = new Projector(lens).unitVectorsOf(Buffer.concat(drawn.barcodes));
          const vectorOf = (id: number) => vectors.subarray(id * 8, (id + 1) * 8);
          const scale = distanceScale(lens.bits);
          const learned = (a: number, b: number) =>
            learnedDistance(distanceOf(drawn.barcodes, a, b), vectorOf(a), vectorOf(b), scale);
          const ids = Array.from({ length: asked }, (_, at) => at * 2);
          const question = searchFor(ids, { bothWays, learned: true });
          const { hits } = await nearestSets(opened, { ...question, n: 3 }, goOn, () => {});
          const expected = byHand(drawn, ids, question, learned).map((hit) => ({
            ...hit,
            distance: opened.index.inBits(hit.distance),
          }));
          expect(hits).toEqual(expected.slice(0, 3));
          const pairs = await pairsWith(opened, { ...question, name: 'f1' }, goOn);
          for (const { queryId, patchId, distance } of pairs) {
            expect(distance).toBe(opened.index.inBits(learned(queryId, patchId)));
          }
          expect(
            byHand(drawn, ids, searchFor(ids)).map(({ name }) => name),
            'what a lens tells apart changes the order',
          ).not.toEqual(expected.map(({ name }) => name));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('come in the order of their first patches where they are equally far', async () => {
    const same = Uint8Array.of(1, 2, 3, 4);
    const drawn = { barcodes: Array(6).fill(same), folders: [0, 4, 2, 3, 2, 4] };
    const { hits } = await nearestSets(await open(drawn), searchFor([0]), goOn, () => {});
    expect(hits.map(({ name }) => name)).toEqual(['f4', 'f2', 'f3']);
  });

  it('leave out damaged and removed patches, and refuse a query that has no others', async () => {
    const drawn = draw(2, 40, 4, 16);
    const opened = await open(drawn);
    opened.damaged.add(5);
    opened.findable.remove([6]);
    const { hits, queries } = await nearestSets(opened, searchFor([4, 5, 6]), goOn, () => {});
    expect(queries.ids).toEqual(Uint32Array.of(4));
    expect(hits.reduce((sum, { patches }) => sum + patches, 0)).toBe(37);
    await expect(nearestSets(opened, searchFor([5, 6]), goOn, () => {})).rejects.toMatchObject({
      code: 'patch-missing',
    });
  });

  it('can be given up', async () => {
    const opened = await open(draw(3, 2_000, 4, 1_280));
    const giveUp = new AbortController();
    const found = nearestSets(opened, searchFor(Array.from({ length: 2_000 }, (_, id) => id)), giveUp.signal, () => {});
    giveUp.abort();
    await expect(found).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the pairs behind a hit', () => {
  it('are the nearest patch of the case for each of the query, ties the first', async () => {
    const drawn = draw(4, 200, 3, 24);
    const opened = await open(drawn);
    const ids = [3, 17, 99, 150];
    const pairs = await pairsWith(opened, { ...searchFor(ids), name: 'f1' }, goOn);
    const members = drawn.folders.flatMap((folder, id) => (folder === 1 && !ids.includes(id) ? [id] : []));
    const expected = ids.map((queryId) => {
      const ranked = members.map((patchId) => ({
        queryId,
        patchId,
        distance: distanceOf(drawn.barcodes, queryId, patchId),
        weight: 1,
      }));
      return ranked.sort((a, b) => a.distance - b.distance || a.patchId - b.patchId)[0];
    });
    expect(pairs).toEqual(expected);
    const { hits } = await nearestSets(opened, searchFor(ids), goOn, () => {});
    const mean = pairs.reduce((sum, { distance }) => sum + distance, 0) / pairs.length;
    expect(hits.find(({ name }) => name === 'f1')?.distance).toBe(mean);
    expect(await pairsWith(opened, { ...searchFor(ids), name: 'none' }, goOn)).toEqual([]);
  });
});

describe('representatives', () => {
  it('are each the farthest from those before, and stand for all that are nearest to them', async () => {
    const { barcodes } = draw(5, 60, 1, 16);
    const { positions, weights } = await chooseRepresentatives(60, 8, (at) => distancesFrom(barcodes, at));
    const nearestTo = (chosen: readonly number[], at: number) =>
      Math.min(...chosen.map((one) => distanceOf(barcodes, one, at)));
    for (let count = 1; count < positions.length; count++) {
      const before = positions.slice(0, count);
      const farthest = Math.max(...barcodes.map((_, at) => nearestTo(before, at)));
      expect(nearestTo(before, positions[count] as number)).toBe(farthest);
    }
    const owned = positions.map(() => 0);
    for (const at of barcodes.keys()) {
      const distances = positions.map((one) => distanceOf(barcodes, one, at));
      const owner = distances.indexOf(Math.min(...distances));
      owned[owner] = (owned[owner] as number) + 1;
    }
    expect(weights).toEqual(owned);
  });

  it('are no more than there are different barcodes, and ask by their weight', async () => {
    const [a, b] = [Uint8Array.of(0, 0, 0, 0), Uint8Array.of(255, 0, 0, 0)];
    const drawn = { barcodes: [a, b, a, a, Uint8Array.of(0, 0, 0, 1)], folders: [0, 0, 0, 0, 1] };
    const firstFour = drawn.barcodes.slice(0, 4);
    expect(await chooseRepresentatives(4, 64, (at) => distancesFrom(firstFour, at))).toMatchObject({
      positions: [0, 1],
      weights: [3, 1],
    });
    const question = searchFor([0, 1, 2, 3], { representatives: 2 });
    const { hits } = await nearestSets(await open(drawn), question, goOn, () => {});
    expect(hits).toEqual([{ name: 'f1', patches: 1, distance: (3 * 1 + 9) / 4 }]);
  });
});

describe('the patches nearest to a set', () => {
  it('are each as far as the nearest of the query, ties by id, and say which that is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), async (seed, sameSource) => {
        const drawn = draw(seed, 40, 6, 16);
        const opened = await open(drawn);
        const ids = [0, 3, 17, 21];
        const { hits, searched } = await nearestPatches(opened, searchFor(ids, { sameSource }), goOn);
        const own = new Set(ids.map((id) => drawn.folders[id]));
        const others = drawn.folders.flatMap((folder, id) =>
          ids.includes(id) || (!sameSource && own.has(folder)) ? [] : [id],
        );
        const byHandNearest = others
          .map((patchId) => {
            const distances = ids.map((queryId) => distanceOf(drawn.barcodes, queryId, patchId));
            const distance = Math.min(...distances);
            return { patchId, queryId: ids[distances.indexOf(distance)], distance };
          })
          .sort((a, b) => a.distance - b.distance || a.patchId - b.patchId);
        expect(hits).toEqual(byHandNearest);
        expect(searched).toBe(others.length);
      }),
      { numRuns: 30 },
    );
  });

  it('are none that are damaged or deleted, and so many as are wanted', async () => {
    const opened = await open(draw(5, 20, 3, 16));
    opened.damaged.add(4);
    const { hits } = await nearestPatches(opened, { ...searchFor([0, 1]), n: 5 }, goOn);
    expect(hits).toHaveLength(5);
    const all = await nearestPatches(opened, searchFor([0, 1]), goOn);
    expect(all.hits.map(({ patchId }) => patchId)).not.toContain(4);
    expect(all.hits).toHaveLength(17);
  });
});
