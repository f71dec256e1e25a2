import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { barcodeBytes, NAMED_SETTINGS, namedProfile } from '../../barcode/profile.ts';
import { AppError } from '../../base/errors.ts';
import type { RgbImage } from '../../base/rgb-image.ts';
import { createCollection, getCollection, listCollections } from '../../library/collections.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import { relabelPatches } from '../../library/edit-patches.ts';
import { readFailures, readFirstPatches, readKnownFiles } from '../../library/patches.ts';
import { collectionsStore } from '../collection/collections-store.ts';
import { deviceStore } from '../device/device-store.ts';
import type { Intake } from '../intake/intake.ts';
import { forgetIntakes } from '../intake/session-intakes.ts';
import {
  addFurtherFolder,
  addToCollection,
  cancelRun,
  cancelRunInto,
  continueRun,
  dismissRun,
  type IndexingRequest,
  pauseRun,
  reindexWithProfile,
  resumeRun,
  startIndexing,
} from './indexing.ts';
import { type IndexingState, indexingStore } from './indexing-store.ts';

const profile = namedProfile('standard', 'weights');

/** Stands in for the encoder's and the readers' workers. */
const workers = vi.hoisted(() => ({
  ready: vi.fn<() => Promise<{ weightsId: string }>>(),
  encode: vi.fn<(batch: readonly RgbImage[]) => Promise<Uint8Array<ArrayBuffer>[]>>(),
  readPatch: vi.fn(),
}));
vi.mock('../device/encoder-host.ts', () => ({ encoder: () => workers }));
vi.mock('../decoding/patch-reader-pool.ts', () => ({
  patchReaders: () => ({ size: 1, readPatch: workers.readPatch }),
}));
vi.mock('../decoding/slide-reader-pool.ts', () => ({ slideReaders: () => ({ size: 1 }) }));
vi.mock('../../library/commit-batch.ts', { spy: true });

/** Batches that the encoder has been given and not given back, where it is held up. */
let held: (() => void)[] = [];

const encodeAll = async (batch: readonly RgbImage[]) =>
  batch.map(({ data }) => new Uint8Array(barcodeBytes(profile)).fill(data[0] ?? 0));

function holdUpEncoder(): void {
  workers.encode.mockImplementation(async (batch) => {
    await new Promise<void>((resolve) => held.push(resolve));
    return encodeAll(batch);
  });
}

/** Files whose content is a number, or "broken". */
function intakeOf(contents: readonly string[], name = 'tiles'): Intake {
  const files = contents.map((content, at) => ({
    path: `${at}.png`,
    open: async () => new File([content], `${at}.png`, { lastModified: 1 }),
  }));
  const skipped = { hidden: [], unsupported: [], unreadable: [], told: [] };
  return { name, kind: 'folder', files, slides: [], masks: [], notes: [], skipped };
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, at) => String(at));
}

function requestOf(intake: Intake): IndexingRequest {
  return {
    intake,
    name: intake.name,
    profileName: 'standard',
    settings: NAMED_SETTINGS.standard,
    labelRule: { folderLevel: 0, renamed: {} as IndexingRequest['labelRule']['renamed'] },
    sourceRule: { kind: 'file' },
  };
}

function shown(): IndexingState {
  const { run } = indexingStore.getState();
  if (!run) throw new Error('no run is shown');
  return run;
}

/** Waits until the run shows `phase`, and may be followed by another one. */
async function reach(phase: IndexingState['phase']): Promise<void> {
  await vi.waitFor(() => expect(shown().phase).toBe(phase), { timeout: 30_000 });
  // What has ended on the screen lets go of its lock a moment later.
  if (phase === 'finished' || phase === 'stopped' || phase === 'cancelled') await cancelRun();
}

async function pathsIn(collectionId: string): Promise<string[]> {
  return [...(await readKnownFiles(collectionId)).keys()].sort();
}

/** The part of Web Locks in use here: one holder, and nobody waits. */
function locks() {
  let isHeld = false;
  return {
    async request(_name: string, _options: unknown, work: (lock: unknown) => Promise<unknown>) {
      if (isHeld) return work(null);
      isHeld = true;
      try {
        return await work({});
      } finally {
        isHeld = false;
      }
    },
  };
}

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: locks() });
  indexingStore.setState({ run: undefined });
  deviceStore.setState({ status: 'idle' });
  held = [];
  workers.ready.mockReset().mockResolvedValue({ weightsId: 'weights' });
  workers.encode.mockReset().mockImplementation(encodeAll);
  workers.readPatch.mockReset().mockImplementation(async (file: File) => {
    const content = await file.text();
    if (content === 'broken') throw new AppError('image-broken', 'bad CRC');
    const rgb = { width: 256, height: 256, data: Uint8Array.of(Number(content)) };
    const colours = { histogram: new Uint16Array(512), pixelHash: content };
    return { rgb, colours, thumbnail: new ArrayBuffer(8), width: 256, height: 256 };
  });
});

afterEach(async () => {
  for (const release of held) release();
  await cancelRun();
  vi.mocked(commitBatch).mockRestore();
  vi.unstubAllGlobals();
});

describe('a run', () => {
  it('gives its collection as soon as that exists, and finishes on its own', async () => {
    holdUpEncoder();
    const id = await startIndexing(requestOf(intakeOf(numbered(3), 'first')));
    expect(shown()).toMatchObject({ collectionId: id, collectionName: 'first', phase: 'running', total: 3 });
    expect(await getCollection(id)).toMatchObject({ name: 'first', unfinished: { total: 3 }, patchCount: 0 });
    expect(collectionsStore.getState().collections?.map(({ id }) => id)).toContain(id);
    workers.encode.mockImplementation(encodeAll);
    for (const release of held) release();
    await reach('finished');
    expect(shown()).toMatchObject({ done: 3, indexed: 3, failures: [] });
    expect(await getCollection(id)).toMatchObject({ patchCount: 3 });
    expect((await getCollection(id)).unfinished).toBeUndefined();
    expect(await pathsIn(id)).toEqual(['0.png', '1.png', '2.png']);
  });

  it('does not wait for the answer to whether the browser keeps what is stored for good', async () => {
    // Firefox puts the question to the person, who may never answer it.
    const persist = vi.fn(() => new Promise(() => {}));
    vi.stubGlobal('navigator', { locks: locks(), storage: { persist } });
    await startIndexing(requestOf(intakeOf(numbered(1))));
    await reach('finished');
    expect(persist).toHaveBeenCalledOnce();
  });

  it('is not taken for an interrupted one by anybody who hears that it has ended', async () => {
    const unfinished: unknown[] = [];
    const stop = indexingStore.subscribe(({ run }) => {
      const { collections } = collectionsStore.getState();
      if (run?.phase === 'finished')
        unfinished.push(collections?.find(({ id }) => id === run.collectionId)?.unfinished);
    });
    await startIndexing(requestOf(intakeOf(numbered(1))));
    await reach('finished');
    stop();
    expect(unfinished.length).toBeGreaterThan(0);
    expect(unfinished.filter((it) => it !== undefined)).toEqual([]);
  });

  it('numbers a name that another collection has', async () => {
    for (const name of ['twice', 'twice 2']) {
      const id = await startIndexing(requestOf(intakeOf(numbered(1), 'twice')));
      await reach('finished');
      expect((await getCollection(id)).name).toBe(name);
    }
  });

  it('records a file that fails, and goes on with the others', async () => {
    const id = await startIndexing(requestOf(intakeOf(['0', 'broken', '2'])));
    await reach('finished');
    const failure = { path: '1.png', error: { code: 'image-broken', detail: 'bad CRC' } };
    expect(shown()).toMatchObject({ done: 3, indexed: 2, failures: [failure] });
    expect(await readFailures(id)).toMatchObject([failure]);
    expect(await pathsIn(id)).toEqual(['0.png', '2.png']);
  });

  it('gives a graphics device several small patches at once, and a processor one', async () => {
    await startIndexing(requestOf(intakeOf(numbered(5))));
    await reach('finished');
    expect(workers.encode.mock.calls.map(([batch]) => batch.length)).toEqual([1, 1, 1, 1, 1]);
    workers.encode.mockClear();
    const device = { engine: 'webgpu', name: 'a card' } as never;
    deviceStore.setState({ status: 'ready', device, weightsId: 'weights', trained: true });
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} });
    await startIndexing(requestOf(intakeOf(numbered(5))));
    await reach('finished');
    expect(workers.encode.mock.calls.map(([batch]) => batch.length)).toEqual([4, 1]);
  });
});

describe('what cannot begin says why, and leaves nothing behind', () => {
  async function expectRefusal(begin: () => Promise<unknown>, code: string): Promise<void> {
    const before = (await listCollections()).length;
    await expect(begin()).rejects.toMatchObject({ code });
    expect(await listCollections()).toHaveLength(before);
  }

  it('a folder without images', async () => {
    await expectRefusal(() => startIndexing(requestOf(intakeOf([]))), 'nothing-to-index');
    expect(indexingStore.getState().run).toBeUndefined();
  });

  it('a second run', async () => {
    holdUpEncoder();
    const id = await startIndexing(requestOf(intakeOf(numbered(2))));
    await expectRefusal(() => startIndexing(requestOf(intakeOf(numbered(1)))), 'run-under-way');
    await expectRefusal(() => addToCollection(id, intakeOf(numbered(1))), 'run-under-way');
    dismissRun();
    expect(shown().collectionId).toBe(id);
  });

  it('a run beside one of another tab', async () => {
    vi.stubGlobal('navigator', { locks: { request: (_name: string, _options: unknown, work: never) => refuse(work) } });
    const refuse = (work: (lock: null) => unknown) => work(null);
    await expectRefusal(() => startIndexing(requestOf(intakeOf(numbered(1)))), 'another-tab-writes');
    expect(indexingStore.getState().run).toBeUndefined();
  });

  it('an encoder that cannot start', async () => {
    workers.ready.mockRejectedValue(new AppError('weights-unreachable'));
    await expectRefusal(() => startIndexing(requestOf(intakeOf(numbered(1)))), 'weights-unreachable');
    expect(indexingStore.getState().run).toBeUndefined();
    workers.ready.mockResolvedValue({ weightsId: 'weights' });
    await startIndexing(requestOf(intakeOf(numbered(1))));
    await reach('finished');
  });
});

describe('pause', () => {
  it('is shown at once, lets what is under way be stored, and lasts until a person goes on', async () => {
    holdUpEncoder();
    const id = await startIndexing(requestOf(intakeOf(numbered(6))));
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
    pauseRun();
    expect(shown().phase).toBe('pausing');
    workers.encode.mockImplementation(encodeAll);
    for (const release of held) release();
    await reach('paused');
    const { patchCount } = await getCollection(id);
    expect(patchCount).toBeGreaterThan(0);
    expect(patchCount).toBeLessThan(6);
    const encoded = workers.encode.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(workers.encode).toHaveBeenCalledTimes(encoded);
    continueRun();
    expect(shown().phase).toBe('running');
    await reach('finished');
    expect(shown()).toMatchObject({ done: 6, indexed: 6 });
  });

  it('means nothing without a run, and going on nothing without a pause', async () => {
    pauseRun();
    continueRun();
    expect(indexingStore.getState().run).toBeUndefined();
    holdUpEncoder();
    await startIndexing(requestOf(intakeOf(numbered(1))));
    continueRun();
    expect(shown().phase).toBe('running');
  });
});

describe('cancel', () => {
  it('ends the run, keeps what is stored, and offers nothing to go on with', async () => {
    holdUpEncoder();
    const id = await startIndexing(requestOf(intakeOf(numbered(9))));
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
    held.shift()?.();
    await vi.waitFor(async () => expect((await getCollection(id)).patchCount).toBe(1));
    const cancelled = cancelRun();
    for (const release of held) release();
    await cancelled;
    expect(shown()).toMatchObject({ phase: 'cancelled' });
    expect(shown().error).toBeUndefined();
    const { patchCount, unfinished } = await getCollection(id);
    expect(patchCount).toBeGreaterThanOrEqual(1);
    expect(patchCount).toBeLessThan(9);
    expect(unfinished).toBeUndefined();
    dismissRun();
    expect(indexingStore.getState().run).toBeUndefined();
  });

  it('works while paused', async () => {
    holdUpEncoder();
    await startIndexing(requestOf(intakeOf(numbered(6))));
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(0));
    pauseRun();
    workers.encode.mockImplementation(encodeAll);
    for (const release of held) release();
    await reach('paused');
    await cancelRun();
    expect(shown().phase).toBe('cancelled');
  });

  it('of a run into one collection leaves a run into another alone', async () => {
    holdUpEncoder();
    const id = await startIndexing(requestOf(intakeOf(numbered(2))));
    await cancelRunInto('another');
    expect(shown().phase).toBe('running');
    const cancelled = cancelRunInto(id);
    for (const release of held) release();
    await cancelled;
    expect(shown().phase).toBe('cancelled');
  });
});

describe('a run that cannot go on', () => {
  it.each([
    [
      'the disk is full',
      () => vi.mocked(commitBatch).mockRejectedValueOnce(new AppError('storage-full')),
      'storage-full',
    ],
    [
      'its worker ends again',
      () => workers.encode.mockRejectedValueOnce(new AppError('worker-crashed')),
      'worker-crashed',
    ],
    [
      'a decoder cannot be fetched',
      () => workers.readPatch.mockRejectedValueOnce(new AppError('decoder-unreachable')),
      'decoder-unreachable',
    ],
  ])('stops with the reason when %s, and goes on from there when it is resumed', async (_when, fail, code) => {
    const id = await startIndexing(requestOf(intakeOf(numbered(2))));
    await reach('finished');
    fail();
    await addToCollection(id, intakeOf(numbered(6)));
    await reach('stopped');
    expect(shown().error).toMatchObject({ code });
    expect(await getCollection(id)).toMatchObject({ unfinished: { total: 6 } });
    expect(await pathsIn(id)).toEqual(expect.arrayContaining(['0.png', '1.png']));
    expect(await readFailures(id)).toEqual([]);
    const { patchCount } = await getCollection(id);
    workers.encode.mockClear();
    expect(await resumeRun(id)).toBe('started');
    expect((await getCollection(id)).unfinished).toEqual({ total: 6, folder: '', bringsBack: true });
    await reach('finished');
    expect(shown().error).toBeUndefined();
    expect(shown()).toMatchObject({ done: 6, indexed: 6 - patchCount, unchanged: patchCount });
    expect(workers.encode).toHaveBeenCalledTimes(6 - patchCount);
    expect((await getCollection(id)).unfinished).toBeUndefined();
  });

  it('needs its folder again when the page does not know it any more', async () => {
    workers.encode.mockRejectedValueOnce(new AppError('device-lost'));
    const id = await startIndexing(requestOf(intakeOf(numbered(2))));
    await reach('stopped');
    forgetIntakes(id);
    expect(await resumeRun(id)).toBe('needs-folder');
    expect(await reindexWithProfile(id, 'robust')).toBe('needs-folder');
    expect(shown().phase).toBe('stopped');
  });

  it('of a collection that was deleted meanwhile is not resumed', async () => {
    await expect(resumeRun('gone')).rejects.toMatchObject({ code: 'collection-missing' });
  });
});

/** As files lie in a folder below another one, written at another time. */
function labelledIntake(name: string, contents: readonly string[], lastModified = 1): Intake {
  const files = contents.map((content, at) => {
    const path = `${content}/${at}.png`;
    return { path, open: async () => new File([content], path, { lastModified }) };
  });
  return { ...intakeOf([], name), files };
}

async function labelsIn(collectionId: string): Promise<(readonly [path: string, label: string])[]> {
  return (await readFirstPatches(collectionId, 100)).map(({ path, label }) => [path, label] as const);
}

describe('a folder added to a collection', () => {
  const begin = async () => {
    const labelRule = { ...requestOf(intakeOf([])).labelRule, folderLevel: 1 };
    const id = await startIndexing({ ...requestOf(labelledIntake('first', ['7', '8'])), labelRule });
    await reach('finished');
    return id;
  };

  it('keeps its paths apart by its name, and takes its labels as the first does', async () => {
    const id = await begin();
    await addFurtherFolder(id, labelledIntake('second', ['7', '9']));
    await reach('finished');
    await addFurtherFolder(id, labelledIntake('second', ['7']));
    await reach('finished');
    expect(await labelsIn(id)).toEqual([
      ['7/0.png', '7'],
      ['8/1.png', '8'],
      ['second/7/0.png', '7'],
      ['second/9/1.png', '9'],
      ['second 2/7/0.png', '7'],
    ]);
    expect(await getCollection(id)).toMatchObject({ added: [{ name: 'second' }, { name: 'second 2' }] });
  });

  it('never takes the name of what lies in the first', async () => {
    const id = await begin();
    await addFurtherFolder(id, labelledIntake('7', ['0']));
    await reach('finished');
    expect(await pathsIn(id)).toEqual(['7 2/0/0.png', '7/0.png', '8/1.png']);
  });

  it('given again, it is indexed where it is new or changed; a copy with the same pixels is not', async () => {
    const id = await begin();
    await addFurtherFolder(id, labelledIntake('second', ['1', '2']));
    await reach('finished');
    workers.encode.mockClear();
    await addToCollection(id, labelledIntake('second', ['1', '2', '3'], 2), { folder: 'second' });
    await reach('finished');
    expect(shown()).toMatchObject({ indexed: 1, replaced: 0, unchanged: 2 });
    expect(workers.encode).toHaveBeenCalledTimes(1);
    const changed = labelledIntake('second', ['1']);
    const files = changed.files.map((file) => ({
      ...file,
      open: async () => new File(['42'], '', { lastModified: 3 }),
    }));
    await addToCollection(id, { ...changed, files }, { folder: 'second' });
    await reach('finished');
    expect(shown()).toMatchObject({ indexed: 1, replaced: 1, unchanged: 0 });
  });

  it('interrupted, it is gone on with, and what was interrupted before it after that', async () => {
    const id = await begin();
    workers.encode.mockRejectedValueOnce(new AppError('device-lost'));
    await addToCollection(id, labelledIntake('first', ['7', '8', '3']));
    await reach('stopped');
    workers.encode.mockRejectedValueOnce(new AppError('device-lost'));
    await addFurtherFolder(id, labelledIntake('second', ['4', '5']));
    await reach('stopped');
    expect((await getCollection(id)).unfinished).toMatchObject({
      folder: 'second',
      earlier: [{ folder: '', total: 3 }],
    });
    expect(await resumeRun(id)).toBe('started');
    await reach('finished');
    expect((await getCollection(id)).unfinished).toEqual({ total: 3, folder: '', bringsBack: true });
    expect(await resumeRun(id)).toBe('started');
    await reach('finished');
    expect((await getCollection(id)).unfinished).toBeUndefined();
    expect(await pathsIn(id)).toEqual(['3/2.png', '7/0.png', '8/1.png', 'second/4/0.png', 'second/5/1.png']);
  });

  it('goes along when the collection is indexed with another profile', async () => {
    const id = await begin();
    await addFurtherFolder(id, labelledIntake('second', ['7']));
    await reach('finished');
    expect(await reindexWithProfile(id, 'standard')).toBe('started');
    await reach('finished');
    const again = shown().collectionId;
    expect(await labelsIn(again)).toEqual(await labelsIn(id));
    expect(await getCollection(again)).toMatchObject({ added: [{ name: 'second' }] });
  });

  it('loose files keep a place of their own beside a folder', async () => {
    const id = await begin();
    for (const content of ['1', '22']) {
      await addFurtherFolder(id, { ...intakeOf([content]), kind: 'files' });
      await reach('finished');
    }
    expect(await pathsIn(id)).toEqual(['7/0.png', '8/1.png', 'added files/0.png']);
    expect(shown()).toMatchObject({ replaced: 1 });
  });
});

describe('a collection that exists', () => {
  it('takes what is new or changed, and brings back what was deleted', async () => {
    const id = await startIndexing(requestOf(intakeOf(['0', '1'])));
    await reach('finished');
    await addToCollection(id, intakeOf(['0', '1', '2']));
    expect((await getCollection(id)).unfinished).toMatchObject({ bringsBack: true });
    await reach('finished');
    expect(shown()).toMatchObject({ indexed: 1, unchanged: 2 });
  });

  it('is indexed once more with another profile, by the same rules and with labels given by hand, into a new collection', async () => {
    const { id } = await createCollection({
      name: 'slides',
      profileName: 'standard',
      profile,
      origin: { kind: 'folder' },
      labelRule: { folderLevel: 1, renamed: {} as IndexingRequest['labelRule']['renamed'] },
      sourceRule: { kind: 'folder' },
    });
    await addToCollection(id, intakeOf(numbered(2)));
    await reach('finished');
    for await (const _ of relabelPatches(id, [1], 'debris'));
    workers.encode.mockImplementation(async (batch) =>
      batch.map(() => new Uint8Array(barcodeBytes(namedProfile('paper', 'weights')))),
    );
    expect(await reindexWithProfile(id, 'paper')).toBe('started');
    await reach('finished');
    const again = await getCollection(shown().collectionId);
    expect(again).toMatchObject({
      name: 'slides (Paper)',
      profileName: 'paper',
      labelRule: { folderLevel: 1 },
      sourceRule: { kind: 'folder' },
      patchCount: 2,
    });
    const labels = (await readFirstPatches(again.id, 2)).map(({ path, label }) => [path, label]);
    expect(labels).toEqual([
      ['0.png', ''],
      ['1.png', 'debris'],
    ]);
  });
});

it('the screens hear of mere progress a few times a second', async () => {
  const changes: unknown[] = [];
  const stop = indexingStore.subscribe((state) => changes.push(state));
  await startIndexing(requestOf(intakeOf(numbered(200))));
  await reach('finished');
  stop();
  expect(shown().done).toBe(200);
  expect(changes.length).toBeLessThan(200);
});
