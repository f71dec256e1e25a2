/** An import that a killed tab has left halfway: what stays of it, what goes on from there, and what removes it. */
import 'fake-indexeddb/auto';
import { Buffer } from 'node:buffer';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { getCollection, listCollections } from '../collections.ts';
import { commitBatch } from '../commit-batch.ts';
import { deleteCollection, removeDeleted } from '../deletion.ts';
import { openDatabase } from '../open-database.ts';
import { discardRestoring, discardUnbegun, endRestoring, listRestoring, type RestoringCollection } from '../restore.ts';
import type { CollectionRecord } from '../schema.ts';
import { seal } from '../seal.ts';
import { putSlide } from '../slides.ts';
import { addCollection, CUT_RULE, indexedArea, indexedFile, PAPER_PROFILE, slideRecord } from '../test-records.ts';
import { flipBit } from '../testing/flip-bit.ts';
import { transact } from '../transact.ts';
import { PATCHES_A_BATCH } from './archive-batches.ts';
import { type CheckedArchive, checkArchive } from './check-archive.ts';
import { PART_BYTES } from './checksums.ts';
import { exportCollection } from './export-collection.ts';
import { importArchive } from './import-archive.ts';

const STORES = ['collections', 'patches', 'thumbnailBlocks', 'colourBlocks', 'segments', 'slides', 'failures'] as const;
const PARTS = ['patches', 'thumbnailBlocks', 'colourBlocks', 'segments'] as const;
/** The first batch ends within a segment; the last batch is full. */
const BATCHES = 2;
const PATCHES = BATCHES * PATCHES_A_BATCH;
const WEIGHTS = PAPER_PROFILE.weightsId;
const SEEDS = [1, 2, 3];

const goOn = new AbortController().signal;
let archive: CheckedArchive;
let other: CheckedArchive;

beforeAll(async () => {
  archive = await exported('Colon', PATCHES);
  other = await exported('Other', 3);
});
beforeEach(async () => {
  const database = await openDatabase();
  for (const store of STORES) await database.clear(store);
});
afterEach(() => vi.restoreAllMocks());

/** An export of files and two areas of a slide, which are not stored any more. */
async function exported(name: string, patches: number): Promise<CheckedArchive> {
  const { id } = await addCollection({ name, profile: PAPER_PROFILE, cutRule: CUT_RULE });
  await putSlide(slideRecord(id, 'a.svs'));
  const files = Array.from({ length: patches - 2 }, (_, at) => indexedFile(`${at}.png`, (at % 255) + 1, PAPER_PROFILE));
  const { barcode } = indexedFile('', 7, PAPER_PROFILE);
  const areas = [0, 256].map((y) => ({ ...indexedArea('a.svs', 256, y), barcode }));
  await commitBatch(id, [...files, ...areas], []);
  const pieces: Uint8Array[] = [];
  await exportCollection(
    id,
    async (bytes) => void pieces.push(bytes.slice()),
    goOn,
    () => {},
  );
  await deleteCollection(id);
  await removeDeleted();
  return checkArchive(new Blob([Buffer.concat(pieces)]), goOn, () => {});
}

const imported = (from: CheckedArchive, onProgress = vi.fn()) => importArchive(from, WEIGHTS, goOn, onProgress);

/** What the app does with the library when it starts. */
async function startAnew(): Promise<void> {
  await discardUnbegun();
  await removeDeleted();
}

/** As if the tab died when `batches` batches were stored, and the app was started again. */
async function killedAfter(batches: number): Promise<RestoringCollection> {
  await killAfter(batches);
  await startAnew();
  const [remains] = await listRestoring();
  if (!remains) throw new Error('nothing is left');
  return remains;
}

/** The import never goes on. */
async function killAfter(batches: number): Promise<void> {
  const never = { arrayBuffer: () => new Promise<never>(() => {}) };
  let read = 0;
  const thumbnails = { slice: (...range: number[]) => (read++ < batches ? archive.thumbnails.slice(...range) : never) };
  // More of the table is asked for when the last batch is stored, and never comes.
  const patches = { size: PART_BYTES + 1, slice: (at: number) => (at === 0 ? archive.patches : never) };
  const told = vi.fn();
  void importArchive({ ...archive, thumbnails, patches } as unknown as CheckedArchive, WEIGHTS, goOn, told);
  await vi.waitFor(() => expect(told).toHaveBeenLastCalledWith('storing', batches / BATCHES), { timeout: 60_000 });
}

/** Every record of every store, as it is stored, but for the ids of collections and what follows from them. */
async function everything() {
  const records = await transact([...STORES], 'readonly', (transaction) =>
    Promise.all(STORES.map((store) => transaction.objectStore(store).getAll() as Promise<object[]>)),
  );
  const ids = (records[0] as CollectionRecord[]).map(({ id }) => id);
  const isSealed = ['collections', 'patches', 'slides'];
  const anonymous = (value: unknown): unknown => (typeof value === 'string' && ids.includes(value) ? 'an id' : value);
  return STORES.map((store, at) =>
    (records[at] ?? []).map((record) => {
      const { checksum: _checksum, ...rest } = record as { checksum?: number };
      const fields = Object.entries(isSealed.includes(store) ? rest : record);
      return Object.fromEntries(fields.map(([key, value]) => [key, anonymous(value)]));
    }),
  );
}

function countStored(): Promise<number[]> {
  return transact([...STORES], 'readonly', (transaction) =>
    Promise.all(STORES.map((store) => transaction.objectStore(store).count())),
  );
}

/** Keys of what is added: collections and patches. */
function spyOnAdding() {
  const add = vi.spyOn(IDBObjectStore.prototype, 'add');
  return () => add.mock.calls.map(([record]) => record as { id: number | string });
}

describe('an import of which the tab was killed', () => {
  it.each(Array.from({ length: BATCHES }, (_, before) => before + 1))(
    'after batch %i goes on from there, and ends as one that was not',
    async (batches) => {
      const whole = await imported(archive);
      const expected = await everything();
      await deleteCollection(whole.id);
      await removeDeleted();
      const remains = await killedAfter(batches);
      expect(remains).toMatchObject({ name: 'Colon', patchCount: batches * PATCHES_A_BATCH });
      expect(remains.restoring.total).toBe(PATCHES);
      const added = spyOnAdding();
      const told = vi.fn();
      const resumed = await imported(archive, told);
      expect(added().map(({ id }) => id)).toEqual(
        Array.from({ length: PATCHES - remains.patchCount }, (_, at) => remains.patchCount + at),
      );
      expect(told).toHaveBeenCalledWith('going-on', batches / BATCHES);
      expect(resumed).toEqual({ ...whole, id: remains.id });
      expect(await everything()).toEqual(expected);
      expect(await listRestoring()).toEqual([]);
    },
  );

  it('before anything of it was stored leaves nothing', async () => {
    await killAfter(0);
    expect(await listRestoring()).toHaveLength(1);
    await startAnew();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });

  it('is no collection before it is whole, and stays through every start', async () => {
    const remains = await killedAfter(1);
    await startAnew();
    expect(await listRestoring()).toEqual([remains]);
    expect(await listCollections()).toEqual([]);
    await expect(getCollection(remains.id)).rejects.toMatchObject({ code: 'collection-missing' });
    await expect(deleteCollection(remains.id)).rejects.toMatchObject({ code: 'collection-missing' });
    const seen: unknown[] = [];
    await imported(
      archive,
      vi.fn(() => seen.push(listCollections())),
    );
    for (const list of await Promise.all(seen)) expect(list).toEqual([]);
    expect(await listCollections()).toHaveLength(1);
  });

  it('cannot be shown before it is whole', async () => {
    const remains = await killedAfter(1);
    await expect(endRestoring(remains.id, [], {})).rejects.toMatchObject({ code: 'import-damaged' });
    expect(await listRestoring()).toEqual([remains]);
    expect(await listCollections()).toEqual([]);
  });

  it('is left alone by an import of another file, which begins anew', async () => {
    const remains = await killedAfter(1);
    const told = vi.fn();
    const copy = await imported(other, told);
    expect(told.mock.calls.map(([step]) => step)).not.toContain('comparing');
    expect((await listCollections()).map(({ id }) => id)).toEqual([copy.id]);
    expect(await listRestoring()).toEqual([remains]);
    expect((await imported(archive)).id).toBe(remains.id);
  });

  it('is left alone while the file is only compared, and goes when going on is cancelled', async () => {
    const remains = await killedAfter(1);
    const before = await everything();
    await expect(cancelledAt('comparing')).rejects.toMatchObject({ name: 'AbortError' });
    expect(await listRestoring()).toEqual([remains]);
    expect(await everything()).toEqual(before);
    await expect(cancelledAt('going-on')).rejects.toMatchObject({ name: 'AbortError' });
    await removeDeleted();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });

  it('goes when going on is cancelled with nothing left but to show it', async () => {
    await killedAfter(BATCHES);
    await expect(cancelledAt('going-on')).rejects.toMatchObject({ name: 'AbortError' });
    await removeDeleted();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });

  it('stays as it is when the file cannot be read or the storage fails once, and goes on after that', async () => {
    const remains = await killedAfter(1);
    const before = await everything();
    const unplugged = { slice: refusedAfter(1, new DOMException('unplugged', 'NotReadableError')) };
    const unreadable = { ...archive, thumbnails: unplugged } as unknown as CheckedArchive;
    await expect(imported(unreadable)).rejects.toMatchObject({ name: 'NotReadableError' });
    expect(await everything()).toEqual(before);

    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(() => {
      throw new DOMException('for a moment', 'UnknownError');
    });
    await expect(imported(archive)).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await everything()).toEqual(before);
    expect((await imported(archive)).id).toBe(remains.id);
  });

  it('goes when the file turns out to be damaged', async () => {
    await killedAfter(1);
    const damaged = { ...archive, thumbnails: { slice: refusedAfter(1, new AppError('import-damaged')) } };
    await expect(imported(damaged as unknown as CheckedArchive)).rejects.toMatchObject({ code: 'import-damaged' });
    await removeDeleted();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });

  it('stays when the disk is full, and goes on once there is room again', async () => {
    const remains = await killedAfter(1);
    const before = await everything();
    const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError');
    });
    await expect(imported(archive)).rejects.toMatchObject({ code: 'storage-full' });
    expect(await everything()).toEqual(before);
    full.mockRestore();
    expect((await imported(archive)).id).toBe(remains.id);
  });

  it('can be discarded when the disk is full, even where there is no room for a mark', async () => {
    const { id } = await killedAfter(1);
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('the disk is full', 'QuotaExceededError');
    });
    await discardRestoring(id);
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });

  it('goes when it is discarded, and nothing else does', async () => {
    const copy = await imported(other);
    const before = await everything();
    const remains = await killedAfter(1);
    await discardRestoring(remains.id);
    await removeDeleted();
    expect(await everything()).toEqual(before);
    await discardRestoring(copy.id);
    expect(await everything()).toEqual(before);
  });

  it('is removed by the next start when the tab dies while it is discarded', async () => {
    const { id } = await killedAfter(1);
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementationOnce(() => {
      throw new DOMException('the tab died', 'UnknownError');
    });
    await discardRestoring(id);
    await expect(removeDeleted()).rejects.toMatchObject({ code: 'storage-failed' });
    expect(await listRestoring()).toEqual([]);
    expect(await countStored()).not.toEqual(STORES.map(() => 0));
    await startAnew();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });

  it('is removed by the start when an earlier version left it, which did not say what of', async () => {
    const { restoring: _restoring, ...old } = await killedAfter(1);
    const database = await openDatabase();
    await database.put('collections', seal<CollectionRecord>(old));
    await startAnew();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });
});

describe('what an interrupted import has stored', () => {
  const expectAnew = async () => {
    const [remains] = await listRestoring();
    const listed: unknown[] = [];
    const told = vi.fn((step: string) => step === 'storing-anew' && listed.push(listRestoring()));
    const copy = await imported(archive, told);
    // Removing what was stored takes a while too.
    expect(await listed[0]).toEqual([remains]);
    expect(copy.id).not.toBe(remains?.id);
    await removeDeleted();
    expect(await everything()).toEqual(expected);
    expect(await listRestoring()).toEqual([]);
  };
  let expected: unknown;

  beforeAll(async () => {
    const { id } = await imported(archive);
    expected = await everything();
    await deleteCollection(id);
    await removeDeleted();
  });
  beforeEach(() => killedAfter(1));

  describe.each(PARTS)('with a bit turned in its %s', (store) => {
    it.each(SEEDS)('is discarded, and the import begins anew (seed %i)', async (seed) => {
      const database = await openDatabase();
      const records = await database.getAll(store);
      const record = records[Math.floor(seededRandom(seed)() * records.length)];
      if (!record) throw new Error('nothing to damage');
      await database.put(store, flipBit(record, ['collectionId', 'id', 'index'], seededRandom(seed)));
      await expectAnew();
    });
  });

  it('with a record that is sound but not of this file is discarded', async () => {
    const database = await openDatabase();
    const [patch] = await database.getAll('patches');
    if (!patch) throw new Error('nothing to change');
    await database.put('patches', seal({ ...patch, label: 'another' }));
    await expectAnew();
  });

  it.each(PARTS)('without one of its %s is discarded', async (store) => {
    const database = await openDatabase();
    const keys = await database.getAllKeys(store);
    await database.delete(store, keys.at(-1) ?? []);
    await expectAnew();
  });

  it.each(PARTS)('with one of its %s too many is discarded', async (store) => {
    const database = await openDatabase();
    const [record] = await database.getAll(store);
    if (!record) throw new Error('nothing to copy');
    const further = store === 'patches' ? { id: 9_000 } : { index: 90 };
    await database.put(store, { ...record, ...further, path: 'further' } as never);
    await expectAnew();
  });

  it('whose own record is damaged is discarded', async () => {
    const database = await openDatabase();
    const [record] = await database.getAll('collections');
    if (!record) throw new Error('nothing to damage');
    await database.put('collections', { ...record, name: 'Color' });
    expect(await listRestoring()).toHaveLength(1);
    await expectAnew();
  });
});

/** Reads the thumbnails of so many batches. */
function refusedAfter(batches: number, refusal: Error) {
  const read = vi.fn((...range: number[]) => archive.thumbnails.slice(...range));
  return (...range: number[]) =>
    read.mock.calls.length < batches ? read(...range) : { arrayBuffer: () => Promise.reject(refusal) };
}

describe('an import that is cancelled', () => {
  it('while its last batch is stored leaves nothing behind', async () => {
    const controller = new AbortController();
    const told = vi.fn((_step: string, share: number) => share === 1 && controller.abort());
    const storing = importArchive(other, WEIGHTS, controller.signal, told);
    await expect(storing).rejects.toMatchObject({ name: 'AbortError' });
    expect(told).toHaveBeenLastCalledWith('storing', 1);
    await removeDeleted();
    expect(await countStored()).toEqual(STORES.map(() => 0));
  });
});

/** An import that a person cancels at the first sign of a step. */
function cancelledAt(wanted: string): Promise<CollectionRecord> {
  const controller = new AbortController();
  return importArchive(archive, WEIGHTS, controller.signal, (step) => {
    if (step === wanted) controller.abort();
  });
}
