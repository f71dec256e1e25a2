/** Puts what the benchmark times on `window`. */
import { barcodeBytes, namedProfile } from '../../../src/barcode/profile.ts';
import { connectWithCrew } from '../../../src/base/crew.ts';
import type { Connection } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { packPatches } from '../../../src/columns/patch-chunk.ts';
import { createCollection } from '../../../src/library/collections.ts';
import type { CollectionRecord } from '../../../src/library/schema.ts';
import { segmentCapacity } from '../../../src/library/segments.ts';
import { transact } from '../../../src/library/transact.ts';
import { NO_FILTER } from '../../../src/search/hits.ts';
import { usefulThreads } from '../../../src/search/start-helpers.ts';
import { CodeDrawer } from '../draw-codes.ts';
import type { MeasuredSearch } from './measured-search.ts';

trustOwnScripts();

export interface Size {
  readonly profileName: 'standard' | 'paper';
  readonly patches: number;
  /** Where given, so many patches after one another make a case. */
  readonly perCase?: number;
}

const HITS = 10;

const DESCRIBED_AT_ONCE = 5_000;

let collection: CollectionRecord;
let search: Connection<MeasuredSearch>;
let longestTask = 0;

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
}).observe({ type: 'longtask' });

const calls = {
  threads: () => usefulThreads(),

  /** Stores drawn barcodes as an indexing run would leave them, without the small records that a search does not read. */
  async store({ profileName, patches, perCase }: Size): Promise<void> {
    const profile = namedProfile(profileName, 'drawn');
    const made = await createCollection({
      name: 'Drawn',
      profileName,
      profile,
      origin: { kind: 'files' },
      labelRule: { folderLevel: 0, renamed: {} },
      sourceRule: { kind: perCase ? 'folder' : 'file' },
    });
    const bytes = barcodeBytes(profile);
    const capacity = segmentCapacity(bytes);
    const drawer = new CodeDrawer(bytes, perCase);
    for (let first = 0; first < patches; first += capacity) {
      const barcodes = drawer.draw(first, Math.min(capacity, patches - first)).buffer;
      await transact(['segments'], 'readwrite', (transaction) =>
        transaction.objectStore('segments').put({ collectionId: made.id, index: first / capacity, barcodes }),
      );
    }
    collection = { ...made, patchCount: patches };
    await transact(['collections'], 'readwrite', (transaction) =>
      transaction.objectStore('collections').put(collection),
    );
    longestTask = 0;
  },

  /** Milliseconds until every barcode is in memory, and until the first question during that is answered. */
  async open(): Promise<{ loaded: number; firstResult: number }> {
    search = connectWithCrew<MeasuredSearch>(
      () => new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module', name: 'search' }),
      () => new Worker(new URL('./scan-or-read.worker.ts', import.meta.url), { type: 'module', name: 'scan' }),
    );
    const { id: collectionId, profile, sourceRule } = collection;
    const begin = performance.now();
    let firstResult: Promise<number> | undefined;
    const onProgress = () => {
      firstResult ??= findFor(0).then(() => performance.now() - begin);
    };
    await search.remote.open({ collectionId, profile, sourceRule }, { onProgress });
    const loaded = performance.now() - begin;
    return { loaded, firstResult: (await firstResult) ?? loaded };
  },

  /** Tells the search which patches make a case, as the page of the app does. */
  async describeCases(perCase: number): Promise<void> {
    const { patchCount } = collection;
    for (let first = 0; first < patchCount; first += DESCRIBED_AT_ONCE) {
      const ids = Array.from({ length: Math.min(DESCRIBED_AT_ONCE, patchCount - first) }, (_, at) => first + at);
      const patches = ids.map((id) => {
        return { id, path: `case ${Math.floor(id / perCase)}/${id}.png`, label: '', width: 256, height: 256 };
      });
      await search.remote.describe({ patches: packPatches(patches) });
    }
    longestTask = 0;
  },

  /** Milliseconds of a search with a whole case, and the ten nearest others. */
  async askCase(request: { first: number; count: number; representatives?: number }) {
    const { first, count, representatives } = request;
    const begin = performance.now();
    const { hits } = await search.remote.nearestSets({
      ids: Uint32Array.from({ length: count }, (_, at) => first + at),
      kind: 'case',
      sameSource: false,
      filter: NO_FILTER,
      bothWays: false,
      n: HITS,
      ...(representatives !== undefined && { representatives }),
    });
    return { ms: performance.now() - begin, names: hits.map(({ name }) => name) };
  },

  /** Milliseconds and distances of each question, one after another, as the page of the app would run them. */
  async search(patchIds: readonly number[]): Promise<{ ms: number[]; distances: number[][] }> {
    const ms: number[] = [];
    const distances: number[][] = [];
    for (const patchId of patchIds) {
      const begin = performance.now();
      const { hits } = await findFor(patchId);
      ms.push(performance.now() - begin);
      distances.push(hits.map(({ distance }) => distance));
    }
    return { ms, distances };
  },

  /** Milliseconds in which this many patches have each found their nearest among all. */
  async searchAll(count: number): Promise<number> {
    const begin = performance.now();
    await search.remote.nearestOfAll({ n: HITS, sameSource: true, first: 0, end: count });
    return performance.now() - begin;
  },

  /** Milliseconds of each of some sums over the barcodes, by as many threads as scan them. */
  timeReading(repeats: number): Promise<number[]> {
    const bytes = collection.patchCount * barcodeBytes(collection.profile);
    return search.remote.timeReading({ bytes, threads: usefulThreads(), repeats });
  },

  close(): void {
    search.destroy();
  },

  /** Milliseconds of the page's longest task since the barcodes were stored; 0 when none took 50. */
  longestTask: () => longestTask,
};

function findFor(patchId: number) {
  return search.remote.query({
    question: { positives: [{ patchId }], negatives: [], combination: 'mean' },
    n: HITS,
    filter: NO_FILTER,
    sameSource: true,
    insideRegion: true,
    onePerSource: false,
    foldNeighbours: false,
  });
}

export type SearchBench = typeof calls;

declare global {
  var searchBench: SearchBench;
}

globalThis.searchBench = calls;
