import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { add, bitSetOf } from '../../columns/bit-set.ts';
import { SearchIndex } from '../search-index.ts';
import { NeighbourSample, pairDistances, sampleSize } from './neighbour-sample.ts';

const BYTES = 4;
const goOn = new AbortController().signal;

/** A collection that a test changes, and what it knows of it. */
class Collection {
  readonly index = new SearchIndex(BYTES);
  readonly barcodes: Uint8Array<ArrayBuffer>[] = [];
  readonly sources: number[] = [];
  readonly gone = new Set<number>();
  readonly #random = seededRandom(7);

  put(id: number, source: number): void {
    this.barcodes[id] = Uint8Array.from({ length: BYTES }, () => Math.floor(this.#random() * 256));
    this.sources[id] = source;
    this.gone.delete(id);
    this.index.put(id, this.barcodes[id]);
  }

  get sampled() {
    const allowed = bitSetOf(this.barcodes.length, false);
    for (const id of this.barcodes.keys()) if (!this.gone.has(id)) add(allowed, id);
    return { index: this.index, allowed, sourceOf: Uint32Array.from(this.sources), learned: false };
  }

  /** Measures all and sorts all. */
  nearestOf(id: number) {
    const own = this.barcodes[id] as Uint8Array;
    return this.barcodes
      .map((barcode, other) => ({ id: other, distance: hammingDistance(own, barcode) }))
      .filter((other) => !this.gone.has(other.id) && this.sources[other.id] !== this.sources[id])
      .sort((a, b) => a.distance - b.distance || a.id - b.id)
      .slice(0, 10);
  }
}

const change = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), source: fc.nat(3) }),
  fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), source: fc.nat(3) }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('measure' as const) }),
);

describe('sampled neighbours', () => {
  it('are those that comparing everything finds, whatever has come, changed and gone since', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
        const collection = new Collection();
        const sample = new NeighbourSample();
        let changed = new Set<number>();
        const check = async () => {
          const found = await sample.update(collection.sampled, changed, goOn);
          changed = new Set();
          const there = [...collection.barcodes.keys()].filter((id) => !collection.gone.has(id));
          expect(found.map(({ id }) => id)).toEqual(there);
          for (const { id, neighbours } of found) expect(neighbours).toEqual(collection.nearestOf(id));
        };
        for (let id = 0; id < 20; id++) collection.put(id, id % 4);
        for (const { kind, ...step } of changes) {
          const id =
            kind === 'add' ? collection.barcodes.length : ('at' in step ? step.at : 0) % collection.barcodes.length;
          if (kind === 'measure') await check();
          else if (kind === 'remove') collection.gone.add(id);
          else collection.put(id, 'source' in step ? step.source : 0);
          changed.add(id);
        }
        await check();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('are found anew when what counts as one source has changed', async () => {
    const collection = new Collection();
    for (let id = 0; id < 30; id++) collection.put(id, id % 4);
    const sample = new NeighbourSample();
    await sample.update(collection.sampled, new Set(), goOn);
    for (const id of collection.sources.keys()) collection.sources[id] = id % 3;
    sample.clear();
    for (const { id, neighbours } of await sample.update(collection.sampled, new Set(), goOn)) {
      expect(neighbours).toEqual(collection.nearestOf(id));
    }
  });

  it('compare a large collection with few of its patches', () => {
    expect([0, 500, 10_000, 40_000, 100_000, 1e6].map(sampleSize)).toEqual([2000, 2000, 2000, 500, 300, 300]);
  });
});

describe('distances of pairs', () => {
  it('are spread like those of all pairs of different sources', async () => {
    const collection = new Collection();
    for (let id = 0; id < 200; id++) collection.put(id, id % 4);
    const drawn = await pairDistances(collection.sampled, goOn);
    const all = collection.barcodes.flatMap((a, i) =>
      collection.barcodes.flatMap((b, j) => (i % 4 === j % 4 ? [] : [hammingDistance(a, b)])),
    );
    const share = (distances: readonly number[], most: number) =>
      distances.filter((distance) => distance <= most).length / distances.length;
    for (let most = 0; most <= BYTES * 8; most++)
      expect(Math.abs(share(drawn, most) - share(all, most))).toBeLessThan(0.015);
  });

  it('stop when aborted', async () => {
    const collection = new Collection();
    for (let id = 0; id < 20; id++) collection.put(id, id % 4);
    await expect(pairDistances(collection.sampled, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });
});
