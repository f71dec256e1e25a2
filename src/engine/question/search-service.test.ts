import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { namedProfile } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import { type CallContext, type Endpoint, serve } from '../../base/rpc.ts';
import { packPatches } from '../../columns/patch-chunk.ts';
import { Patches, SharedViews } from '../../columns/patches.ts';
import { filePatch, tableOf } from '../../columns/testing/table-of.ts';
import type { CollectionRecord, LensFacts, PatchRecord } from '../../library/schema.ts';
import { NO_FILTER, type QueryOptions } from '../../search/hits.ts';
import { openCollectionStore } from '../collection/open-collection-store.ts';
import { readLens } from '../lens/read-lens.ts';
import { learnedScaleStore, scaleStore } from './scale-store.ts';
import { searchLoadStore } from './search-load-store.ts';
import {
  addToSearch,
  closeSearch,
  describeToSearch,
  findPairs,
  findSimilar,
  findSimilarSets,
  hideMissing,
  measureDistances,
  openSearch,
  readIntoSearch,
  regroupSearch,
  relearnSearch,
  removeFromSearch,
  restartSearch,
} from './search-service.ts';

vi.mock('../lens/read-lens.ts', () => ({ readLens: vi.fn() }));

const COLLECTION: CollectionRecord = {
  id: 'c',
  name: 'Colon',
  profileName: 'standard',
  profile: namedProfile('standard', 'weights'),
  origin: { kind: 'files' },
  labelRule: { folderLevel: 0, renamed: {} },
  sourceRule: { kind: 'file' },
  createdAt: 0,
  patchCount: 3,
  thumbnailBytes: 0,
};

const QUESTION = { positives: [{ patchId: 0 }], negatives: [], combination: 'mean' } as const;
const OPTIONS: QueryOptions = {
  n: 10,
  sameSource: true,
  insideRegion: true,
  onePerSource: false,
  foldNeighbours: false,
  learned: false,
  filter: NO_FILTER,
};
const RESULT = { hits: [], searched: 3 };

const SETS = {
  ids: Uint32Array.of(0),
  kind: 'case',
  sameSource: false,
  filter: NO_FILTER,
  bothWays: false,
  learned: true,
} as const;

type Method =
  | 'open'
  | 'query'
  | 'nearestSets'
  | 'pairsWith'
  | 'distances'
  | 'update'
  | 'read'
  | 'describe'
  | 'remove'
  | 'setSourceRule'
  | 'scale'
  | 'putLens';

/** What the page starts in place of a worker: it notes what it is told, and replies as the test says. */
class FakeWorker extends EventTarget {
  readonly calls: { readonly method: Method; readonly argument: Record<string, unknown> }[] = [];
  readonly #channel = new MessageChannel();

  constructor() {
    super();
    workers.push(this);
    const { port1, port2 } = this.#channel;
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
    const methods = [
      'open',
      'query',
      'nearestSets',
      'pairsWith',
      'distances',
      'update',
      'read',
      'describe',
      'remove',
      'setSourceRule',
      'scale',
      'putLens',
    ] as const;
    const service = methods.map((method) => [
      method,
      (argument: Record<string, unknown>, context: CallContext<unknown>) => this.#reply(method, argument, context),
    ]);
    serve(Object.fromEntries(service), port2 as Endpoint);
    port2.start();
  }

  postMessage(message: unknown): void {
    this.#channel.port1.postMessage(message);
  }

  isEnded = false;

  terminate(): void {
    this.isEnded = true;
    this.#channel.port1.close();
  }

  crash(): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  }

  argumentsOf(method: Method): Record<string, unknown>[] {
    return this.calls.filter((call) => call.method === method).map(({ argument }) => argument);
  }

  #reply(method: Method, argument: Record<string, unknown>, context: CallContext<unknown>): unknown {
    this.calls.push({ method, argument });
    return replies[method]?.(this, context);
  }
}

let workers: FakeWorker[] = [];
let replies: Partial<Record<Method, (worker: FakeWorker, context: CallContext<unknown>) => unknown>> = {};

/** Patches 0 and 2 are there, patch 1 is not. */
const table = tableOf([filePatch(0, 'a.png', 'fat'), filePatch(2, 'b.png')]);

beforeEach(() => {
  vi.stubGlobal('Worker', FakeWorker);
  workers = [];
  replies = { query: () => RESULT };
  const patches = new Patches(new SharedViews(table));
  openCollectionStore.setState({ status: 'open', collection: COLLECTION, patches, edits: 0 }, true);
  openSearch(COLLECTION);
});

afterEach(() => {
  closeSearch();
  openCollectionStore.setState({ status: 'closed' }, true);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function search(signal = new AbortController().signal) {
  return findSimilar(QUESTION, OPTIONS, signal);
}

function worker(at = 0): FakeWorker {
  const found = workers[at];
  if (!found) throw new Error(`no worker ${at}`);
  return found;
}

describe('a question', () => {
  it('is run on the patches that the page knows', async () => {
    await expect(search()).resolves.toEqual(RESULT);
    expect(worker().argumentsOf('query')).toEqual([{ question: QUESTION, ...OPTIONS, below: 3 }]);
    expect(searchLoadStore.getState().isComplete).toBe(true);
  });

  it('waits a second for the barcodes, and no longer', async () => {
    closeSearch();
    vi.useFakeTimers();
    replies = { ...replies, open: () => new Promise(() => {}) };
    openSearch(COLLECTION);
    const searching = search();
    await vi.advanceTimersByTimeAsync(900);
    expect(worker(1).argumentsOf('query')).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();
    await expect(searching).resolves.toEqual(RESULT);
    expect(searchLoadStore.getState().isComplete).toBe(false);
  });

  it('that cannot be answered says why', async () => {
    await expect(search(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    replies = { query: () => Promise.reject(new AppError('patch-missing')) };
    await expect(search()).rejects.toMatchObject({ code: 'patch-missing' });
    expect(worker().argumentsOf('query')).toHaveLength(1);
    replies = { open: () => Promise.reject(new AppError('search-out-of-memory')) };
    openSearch(COLLECTION);
    await expect(
      measureDistances(QUESTION, Uint32Array.of(0), false, new AbortController().signal),
    ).rejects.toMatchObject({
      code: 'search-out-of-memory',
    });
    closeSearch();
    await expect(search()).rejects.toMatchObject({ code: 'collection-missing' });
  });

  it('over which the worker dies is run once more, by a worker that knows the same', async () => {
    const crashing = (dying: FakeWorker) => {
      dying.crash();
      return new Promise(() => {});
    };
    replies = { query: (worker) => (worker === workers[0] ? crashing(worker) : RESULT) };
    regroupSearch('c', { kind: 'folder' });
    await expect(search()).resolves.toEqual(RESULT);
    expect(worker(1).argumentsOf('open')).toMatchObject([{ collectionId: 'c', sourceRule: { kind: 'folder' } }]);
    expect(worker(1).argumentsOf('describe')).toMatchObject([
      { patches: { ids: Uint32Array.of(0, 2), labels: { words: ['fat', ''], codes: Uint32Array.of(0, 1) } } },
    ]);
    expect(worker(1).argumentsOf('remove')).toEqual([{ ids: [1] }]);
    replies = { query: crashing };
    await expect(search()).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(workers).toHaveLength(3);
  });
});

describe('what the worker is told', () => {
  const stored: PatchRecord = { ...filePatch(3, 'c.png'), fileSize: 1, fileModified: 1 };
  const tellings: readonly [Method, () => void, Record<string, unknown>][] = [
    ['update', () => addToSearch('c', [stored], [Uint8Array.of(7)]), { ids: [3], barcodes: [Uint8Array.of(7)] }],
    ['read', () => readIntoSearch('c', [3, 4]), { ids: [3, 4] }],
    ['describe', () => describeToSearch('c', packPatches([stored])), { patches: packPatches([stored]) }],
    ['remove', () => removeFromSearch('c', [2]), { ids: [2] }],
    ['remove', () => hideMissing('c'), { ids: [1] }],
    ['setSourceRule', () => regroupSearch('c', { kind: 'folder' }), { sourceRule: { kind: 'folder' } }],
  ];

  it.each(tellings)('reaches it: %s', async (method, tell, argument) => {
    tell();
    await vi.waitFor(() => expect(worker().argumentsOf(method)).toEqual([argument]));
    expect(searchLoadStore.getState().error).toBeUndefined();
  });

  it.each(tellings)('is heard when it fails: %s', async (method, tell) => {
    replies = { ...replies, [method]: () => Promise.reject(new AppError('storage-failed', 'disk')) };
    tell();
    const heard = { error: { code: 'storage-failed', detail: 'disk' } };
    await vi.waitFor(() => expect(searchLoadStore.getState()).toMatchObject(heard));
    replies = { query: () => RESULT };
    await restartSearch();
    await vi.waitFor(() => expect(searchLoadStore.getState().isComplete).toBe(true));
    expect(searchLoadStore.getState().error).toBeUndefined();
  });

  it.each(tellings)('may be lost with a worker that has ended: %s', async (_method, tell) => {
    worker().crash();
    tell();
    await expect(search()).resolves.toEqual(RESULT);
    expect(searchLoadStore.getState().error).toBeUndefined();
  });

  it('is not told of another collection', async () => {
    addToSearch('other', [stored], [Uint8Array.of(7)]);
    readIntoSearch('other', [1]);
    describeToSearch('other', packPatches([stored]));
    removeFromSearch('other', [1]);
    hideMissing('other');
    regroupSearch('other', { kind: 'folder' });
    await search();
    expect(worker().calls.map(({ method }) => method)).toEqual(['open', 'query']);
  });
});

describe('while it loads', () => {
  it('it says how far it is, and no collection before it does', async () => {
    const contexts: CallContext<unknown>[] = [];
    replies = {
      open: (_worker, context) => {
        contexts.push(context);
        return new Promise(() => {});
      },
    };
    openSearch(COLLECTION);
    await vi.waitFor(() => expect(contexts).toHaveLength(1));
    contexts[0]?.progress({ loaded: 1, total: 3 });
    await vi.waitFor(() =>
      expect(searchLoadStore.getState()).toEqual({ progress: { loaded: 1, total: 3 }, isComplete: false }),
    );
    const seen = vi.fn();
    const end = searchLoadStore.subscribe(seen);
    for (let loaded = 1; loaded <= 300; loaded++) contexts[0]?.progress({ loaded, total: 300 });
    contexts[0]?.progress({ loaded: 300, total: 400, secondsAQuestion: 2 });
    await vi.waitFor(() => expect(searchLoadStore.getState().progress?.secondsAQuestion).toBe(2));
    end();
    expect(seen.mock.calls.length).toBeLessThan(30);
    openSearch({ ...COLLECTION, id: 'd' });
    await vi.waitFor(() => expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, true, false]));
    contexts[0]?.progress({ loaded: 2, total: 3 });
    await vi.waitFor(() => expect(contexts).toHaveLength(2));
    expect(searchLoadStore.getState().progress).toBeUndefined();
  });
});

describe('the scale of distances', () => {
  const measures = (at: number) => worker(at).calls.filter(({ method }) => method === 'scale').length;

  it('leaves the cores to a collection that is still being read', async () => {
    const patches = new Patches(new SharedViews(table));
    openCollectionStore.setState({ status: 'loading', collection: COLLECTION, patches, edits: 0 }, true);
    replies = { ...replies, scale: () => ({ pairs: 1 }) };
    openSearch(COLLECTION);
    await vi.waitFor(() => expect(searchLoadStore.getState().isComplete).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(measures(1)).toBe(0);
    openCollectionStore.setState({ status: 'open', collection: COLLECTION, patches, edits: 0 }, true);
    await vi.waitFor(() => expect(scaleStore.getState()).toMatchObject({ status: 'measured' }));
  });

  it('is measured once all is loaded, again after a change, and known no more when the search is closed', async () => {
    let pairs = 0;
    replies = { ...replies, scale: () => ({ pairs: ++pairs }) };
    openSearch(COLLECTION);
    expect(scaleStore.getState()).toMatchObject({ status: 'measuring', scale: undefined });
    await vi.waitFor(() => expect(scaleStore.getState()).toMatchObject({ status: 'measured', scale: { pairs: 1 } }));
    removeFromSearch('c', [2]);
    await vi.waitFor(() => expect(scaleStore.getState().scale).toEqual({ pairs: 2 }), { timeout: 5_000 });
    expect(measures(1)).toBe(2);
    closeSearch();
    expect(scaleStore.getState().scale).toBeUndefined();
  });
});

it('what a former worker fails at is not told of the one that took its place', async () => {
  const failing: ((error: AppError) => void)[] = [];
  replies = { ...replies, read: () => new Promise((_resolve, reject) => failing.push(reject)) };
  readIntoSearch('c', [1]);
  await vi.waitFor(() => expect(failing).toHaveLength(1));
  openSearch(COLLECTION);
  failing[0]?.(new AppError('storage-failed'));
  await expect(search()).resolves.toEqual(RESULT);
  expect(searchLoadStore.getState().error).toBeUndefined();
});

it('a search that is closed ends its worker, and nothing more is known of its progress', async () => {
  await search();
  closeSearch();
  await vi.waitFor(() => expect(worker().isEnded).toBe(true));
  expect(searchLoadStore.getState()).toEqual({ progress: undefined, isComplete: false });
});

describe('a question that wants what labels have taught', () => {
  const learned = () => findSimilar(QUESTION, { ...OPTIONS, learned: true }, new AbortController().signal);
  const puts = () => worker().argumentsOf('putLens');

  beforeEach(() => {
    vi.mocked(readLens).mockReset();
    vi.mocked(readLens).mockImplementation(async ({ lens }) => ({ id: lens?.id }) as never);
    relearnSearch({ ...COLLECTION, lens: { id: 'one' } as LensFacts });
  });

  it('has the lens put on once, when the first one is asked, and its own scale measured', async () => {
    replies = { ...replies, scale: () => ({ pairs: 1 }) };
    await search();
    expect(puts()).toEqual([]);
    expect(learnedScaleStore.getState()).toMatchObject({ scale: undefined });
    await learned();
    await learned();
    expect(puts()).toEqual([{ lens: { id: 'one' } }]);
    expect(
      worker()
        .argumentsOf('query')
        .map((argument) => argument.learned),
    ).toEqual([false, true, true]);
    await vi.waitFor(() => expect(learnedScaleStore.getState().scale).toEqual({ pairs: 1 }), { timeout: 5_000 });
    expect(worker().argumentsOf('scale')).toContainEqual({ learned: true });
  });

  it.each([
    ['nearestSets', () => findSimilarSets({ ...SETS, n: 10 }, new AbortController().signal, () => {})],
    ['pairsWith', () => findPairs({ ...SETS, name: 'b' }, new AbortController().signal)],
  ] as const)('has it put on before cases are compared: %s', async (method, compare) => {
    await compare();
    expect(worker().calls.map((call) => call.method)).toEqual(expect.arrayContaining(['putLens', method]));
    const order = worker().calls.map((call) => call.method);
    expect(order.indexOf('putLens')).toBeLessThan(order.indexOf(method));
    expect(worker().argumentsOf(method)).toMatchObject([{ learned: true }]);
  });

  it('looks through another lens once that is stored, and waits for it', async () => {
    await learned();
    relearnSearch({ ...COLLECTION, lens: { id: 'two' } as LensFacts });
    await learned();
    expect(puts()).toEqual([{ lens: { id: 'one' } }, { lens: { id: 'two' } }]);
    relearnSearch({ ...COLLECTION, lens: { id: 'two' } as LensFacts });
    await learned();
    expect(puts()).toHaveLength(2);
  });

  it('says so when what was stored is damaged', async () => {
    vi.mocked(readLens).mockRejectedValue(new AppError('lens-damaged'));
    await expect(learned()).rejects.toMatchObject({ code: 'lens-damaged' });
    await expect(search()).resolves.toEqual(RESULT);
  });
});
