import { barcodeBits, barcodeBytes, namedProfile } from '../../../src/barcode/profile.ts';
import { loadPatterns } from '../../../src/base/patterns.ts';
import { bitSetOf } from '../../../src/columns/bit-set.ts';
import { partition } from '../../../src/evaluation/partition.ts';
import { RANKING_DEPTH } from '../../../src/evaluation/ranking-scores.ts';
import { allocateMemory, allocateSharedMemory, createKernel } from '../../../src/search/hamming-kernel.ts';
import { fitLens } from '../../../src/search/lens/fit-lens.ts';
import { nearestByLens } from '../../../src/search/lens/leave-out.ts';
import type { Lens } from '../../../src/search/lens/lens.ts';
import { Projector } from '../../../src/search/lens/projector.ts';
import { SearchIndex } from '../../../src/search/search-index.ts';
import { memoryBudget, type StartHelper, usefulThreads } from '../../../src/search/start-helpers.ts';
import { CodeDrawer } from '../../search/draw-codes.ts';

const PROFILE = namedProfile('standard', 'drawn');
const BYTES = barcodeBytes(PROFILE);
const BITS = barcodeBits(PROFILE);

const LABELS = 8;
const SOURCES = 10;
const HITS = 10;
const STEP = 10_000;

const NEVER = new AbortController().signal;

/** Drawn barcodes, of which each hundredth is of one tissue, and what the app's code makes of them. Served in a worker. */
export class LensBench {
  readonly #drawer = new CodeDrawer(BYTES);
  #lens: Lens | undefined;
  #index: SearchIndex | undefined;
  readonly #startHelper: StartHelper;

  constructor(startHelper: StartHelper) {
    this.#startHelper = startHelper;
  }

  /** Seconds to fit a lens on so many barcodes. */
  async fit(anchors: number): Promise<number> {
    const barcodes = this.#drawer.draw(0, anchors);
    const labels = Array.from({ length: anchors }, (_, id) => labelOf(id));
    const begin = performance.now();
    this.#lens = await fitLens({ barcodes, bits: BITS, labels }, NEVER);
    return secondsSince(begin);
  }

  /** Seconds to turn so many barcodes into vectors, tables included. */
  project(patches: number): number {
    const barcodes = this.#drawer.draw(0, patches);
    const begin = performance.now();
    new Projector(this.#requireLens()).unitVectorsOf(barcodes);
    return secondsSince(begin);
  }

  /** Seconds to answer so many patches, each source through a lens fitted on the others. */
  async check(patches: number): Promise<number> {
    const barcodes = this.#drawer.draw(0, patches);
    const samples = Array.from({ length: patches }, (_, id) => ({
      path: `HE-${Math.floor(id / LABELS) % SOURCES}/${id}`,
      label: `${labelOf(id)}`,
    }));
    const labels = samples.map(({ label }) => label);
    await loadPatterns();
    const divided = partition(samples, { kind: 'leave-out', pattern: 'HE-\\d+' });
    const keptApart = Int32Array.from(labels.keys());
    const begin = performance.now();
    await nearestByLens(
      { barcodes, bits: BITS, labels, partition: divided, keptApart, depth: RANKING_DEPTH },
      NEVER,
      () => {},
    );
    return secondsSince(begin);
  }

  /** Puts so many barcodes in memory, for as many threads as the app has. */
  async load(patches: number): Promise<void> {
    const threads = usefulThreads();
    const index = new SearchIndex(BYTES, {
      kernel: createKernel(threads > 1 ? allocateSharedMemory() : allocateMemory()),
      threads,
      budget: memoryBudget(),
    });
    await Promise.all(Array.from({ length: threads - 1 }, () => index.addHelper(this.#startHelper)));
    index.reserve(patches);
    for (let first = 0; first < patches; first += STEP) {
      index.put(first, this.#drawer.draw(first, Math.min(STEP, patches - first)));
    }
    this.#index = index;
  }

  /** Seconds until the barcodes in memory have their vectors. */
  async learn(_nothing: undefined): Promise<number> {
    const begin = performance.now();
    await this.#requireIndex().learn(this.#requireLens(), NEVER);
    return secondsSince(begin);
  }

  /** Milliseconds of each question, searched in both ways in turn. */
  async search(patchIds: readonly number[]): Promise<{ plain: number[]; learned: number[] }> {
    const times = { plain: [] as number[], learned: [] as number[] };
    for (const [at, patchId] of patchIds.entries()) {
      for (const learned of at % 2 === 0 ? [false, true] : [true, false]) {
        const begin = performance.now();
        await this.#nearest(patchId, learned);
        times[learned ? 'learned' : 'plain'].push(performance.now() - begin);
      }
    }
    return times;
  }

  #nearest(patchId: number, learned: boolean) {
    const index = this.#requireIndex();
    const allowed = bitSetOf(index.size, true);
    const wanted = {
      examples: [index.barcodeOf(patchId)],
      positives: 1,
      byNearest: false,
      n: HITS,
      sourceOf: undefined,
    };
    return index.nearest({ ...wanted, allowed, learned }, NEVER);
  }

  #requireLens(): Lens {
    if (!this.#lens) throw new Error('fit first');
    return this.#lens;
  }

  #requireIndex(): SearchIndex {
    if (!this.#index) throw new Error('load first');
    return this.#index;
  }
}

/** CodeDrawer draws tissue (31 id) modulo 100: neighbouring tissues share a label. */
function labelOf(id: number): number {
  return ((id * 31) % 100) % LABELS;
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1000;
}
