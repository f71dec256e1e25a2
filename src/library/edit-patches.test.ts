import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barcodeBytes } from '../barcode/profile.ts';
import { binUse, bringBack, emptyBins } from './bin.ts';
import { getCollection } from './collections.ts';
import { commitBatch, type IndexedFile } from './commit-batch.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { deletePatches, type LabelOfPatch, relabelPatches, restoreLabels } from './edit-patches.ts';
import { openDatabase } from './open-database.ts';
import {
  readColours,
  readColoursOf,
  readFailures,
  readKnownFiles,
  readPatches,
  readSomePatches,
  readThumbnails,
} from './patches.ts';
import type { PatchRecord } from './schema.ts';
import { seal } from './seal.ts';
import { readBarcode, readBarcodes, segmentCapacity, soundRuns, writeBarcodes } from './segments.ts';
import { setAside } from './set-aside.ts';
import { addCollection, indexedFile, PAPER_PROFILE, patchRecord, TINY_PROFILE } from './test-records.ts';
import { transact } from './transact.ts';

async function collect<Item>(chunks: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

const PAGE = 'page';

const remove = (id: string, ids: readonly number[], page?: string) => collect(deletePatches(id, ids, page));

async function relabel(id: string, ids: readonly number[], label: string): Promise<PatchRecord[]> {
  const all: PatchRecord[] = [];
  for await (const { patches } of relabelPatches(id, ids, label)) all.push(...patches);
  return all;
}

/** @returns Ids of those that are back. */
async function undelete(id: string, ids: readonly number[], page = PAGE): Promise<number[]> {
  const all: number[] = [];
  for await (const { patches } of bringBack(id, ids, page)) all.push(...patches.map((patch) => patch.id));
  return all;
}

/** Everything that can be read of a collection. */
async function readAll(id: string, profile = PAPER_PROFILE) {
  const { patchCount, thumbnailBytes } = await getCollection(id);
  const patches = await collect(readPatches(id));
  const barcodes: number[] = [];
  for await (const run of readBarcodes(id)) {
    for (const sound of soundRuns(run, barcodeBytes(profile))) {
      const count = sound.barcodes.length / barcodeBytes(profile);
      for (let row = 0; row < count; row++)
        barcodes[sound.firstId + row] = sound.barcodes[row * barcodeBytes(profile)] ?? 0;
    }
  }
  const thumbnails = await readThumbnails(
    id,
    Array.from({ length: 100 }, (_, at) => at),
  );
  const colours = await collect(readColours(id));
  return {
    patchCount,
    thumbnailBytes,
    patches,
    barcodes: Object.entries(barcodes),
    thumbnails: [...thumbnails].map(([of, jpeg]) => [of, jpeg.byteLength]),
    colours: colours.map(({ id: of, pixelHash }) => [of, pixelHash]),
  };
}

/** What the library should hold, kept the obvious way. A path keeps its id for ever. */
class Model {
  readonly #ids = new Map<string, number>();
  readonly #files = new Map<number, IndexedFile & { labelledByHand?: true }>();
  readonly #bin = new Map<number, IndexedFile & { labelledByHand?: true }>();

  commit(files: readonly IndexedFile[]): void {
    for (const file of files) {
      const id = this.#ids.get(file.path) ?? this.#ids.size;
      this.#ids.set(file.path, id);
      const former = this.#files.get(id);
      this.#files.set(id, former?.labelledByHand ? { ...file, label: former.label, labelledByHand: true } : file);
    }
  }

  relabel(ids: readonly number[], label: string): void {
    for (const id of ids) {
      const file = this.#files.get(id);
      if (file) this.#files.set(id, { ...file, label, labelledByHand: true });
    }
  }

  remove(ids: readonly number[], isBinned: boolean): void {
    for (const id of ids) {
      const file = this.#files.get(id);
      if (file && isBinned) this.#bin.set(id, file);
      this.#files.delete(id);
    }
  }

  undelete(ids: readonly number[]): void {
    for (const id of ids) {
      const file = this.#bin.get(id);
      if (file && !this.#files.has(id)) this.#files.set(id, file);
      this.#bin.delete(id);
    }
  }

  emptyBin(): void {
    this.#bin.clear();
  }

  get binned(): number {
    return this.#bin.size;
  }

  readAll(collectionId: string) {
    const files = [...this.#files].sort(([a], [b]) => a - b);
    return {
      patchCount: files.length,
      thumbnailBytes: files.reduce((sum, [, { thumbnail }]) => sum + thumbnail.byteLength, 0),
      patches: files.map(([id, file]) => patchRecord(collectionId, id, file)),
      barcodes: files.map(([id, { barcode }]) => [String(id), barcode[0]]),
      thumbnails: files.map(([id, { thumbnail }]) => [id, thumbnail.byteLength]),
      colours: files.map(([id, { colours }]) => [id, colours.pixelHash]),
    };
  }
}

/** Three patches of one collection: ids 0, 1, 2. */
async function threePatches(): Promise<string> {
  const { id } = await addCollection();
  await commitBatch(id, [indexedFile('a'), indexedFile('b', 2), indexedFile('c', 3)], []);
  return id;
}

/** Many patches, stored directly: of thumbnails and colours the first test has enough. */
async function manyPatches(count: number): Promise<string> {
  const collection = await addCollection();
  const { id } = collection;
  const { barcode } = indexedFile('any');
  await transact(['collections', 'patches', 'segments'], 'readwrite', async (transaction) => {
    const rows = Array.from({ length: count }, (_, number) => ({ id: number, barcode }));
    await writeBarcodes(transaction.objectStore('segments'), collection, rows);
    for (const row of rows) {
      await transaction.objectStore('patches').put(patchRecord(id, row.id, indexedFile(`${row.id}`)));
    }
    await transaction.objectStore('collections').put(seal({ ...collection, patchCount: count }));
  });
  return id;
}

describe('changing and deleting patches', () => {
  it('does what a plain model does, in any order with indexing', async () => {
    const path = fc.nat(2 * segmentCapacity(38_236)).map((number) => `folder/${number}.png`);
    const file = fc.tuple(path, fc.integer({ min: 1, max: 255 }));
    const some = fc.uniqueArray(fc.nat(59), { maxLength: 12 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('index' as const), files: fc.array(file, { maxLength: 30 }) }),
      fc.record({ kind: fc.constant('relabel' as const), ids: some, label: fc.constantFrom('', 'fat', 'tumour') }),
      fc.record({ kind: fc.constant('delete' as const), ids: some, isBinned: fc.boolean() }),
      fc.record({ kind: fc.constant('undelete' as const), ids: some }),
      fc.record({ kind: fc.constant('emptyBin' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const { id } = await addCollection({ profile: PAPER_PROFILE });
        const model = new Model();
        for (const each of steps) {
          if (each.kind === 'index') {
            const files = each.files.map(([name, version]) => indexedFile(name, version, PAPER_PROFILE));
            await commitBatch(id, files, []);
            model.commit(files);
          } else if (each.kind === 'relabel') {
            await relabel(id, each.ids, each.label);
            model.relabel(each.ids, each.label);
          } else if (each.kind === 'delete') {
            await remove(id, each.ids, each.isBinned ? PAGE : undefined);
            model.remove(each.ids, each.isBinned);
          } else if (each.kind === 'undelete') {
            await undelete(id, each.ids);
            model.undelete(each.ids);
          } else {
            await emptyBins(new Set());
            model.emptyBin();
          }
        }
        expect(await readAll(id)).toEqual(model.readAll(id));
        expect((await binUse()).patches).toBe(model.binned);
        await deleteCollection(id);
        await removeDeleted();
        expect(await binUse()).toEqual({ patches: 0, bytes: 0 });
      }),
      { numRuns: 40 },
    );
  });

  it('gives what has changed, and passes over what is not there', async () => {
    const id = await threePatches();
    expect(await remove(id, [2, 7])).toEqual([2]);
    expect(await remove(id, [2])).toEqual([]);
    const relabelled: PatchRecord[] = await relabel(id, [2, 1], 'fat');
    expect(relabelled).toEqual([{ ...patchRecord(id, 1, indexedFile('b', 2)), label: 'fat', labelledByHand: true }]);
    expect(await readSomePatches(id, [2])).toEqual([]);
    await expect(readBarcode(id, 2)).rejects.toMatchObject({ code: 'patch-missing' });
  });

  it('leaves nothing of a deleted patch but its path', async () => {
    const id = await threePatches();
    await setAside(id, [1]);
    await remove(id, [1]);
    const database = await openDatabase();
    expect(await database.get('patches', [id, 1])).toMatchObject({ path: 'b', label: '', deleted: true });
    expect([...(await readThumbnails(id, [0, 1, 2])).keys()]).toEqual([0, 2]);
    expect([...(await readColoursOf(id, [0, 1, 2])).keys()]).toEqual([0, 2]);
    expect(await readFailures(id)).toEqual([]);
    const segment = await database.get('segments', [id, 0]);
    const bytes = barcodeBytes(TINY_PROFILE);
    expect(new Uint8Array(segment?.barcodes ?? new ArrayBuffer(), bytes, bytes).every((byte) => byte === 0)).toBe(true);
    for await (const { damaged } of readBarcodes(id)) expect(damaged).toEqual([]);
  });

  it('lets a run know of deleted patches that it is to leave out', async () => {
    const id = await threePatches();
    await remove(id, [1]);
    expect([...(await readKnownFiles(id)).keys()]).toEqual(['a', 'c']);
    expect([...(await readKnownFiles(id, true)).keys()]).toEqual(['a', 'b', 'c']);
  });

  it('gives no id twice, and the collection goes without a trace', async () => {
    const id = await threePatches();
    await remove(id, [0, 1, 2]);
    expect(await getCollection(id)).toMatchObject({ patchCount: 0, nextId: 3, thumbnailBytes: 0 });
    const [added] = await commitBatch(id, [indexedFile('d')], []);
    expect(added?.id).toBe(3);
    const [back] = await commitBatch(id, [indexedFile('b', 2)], []);
    expect(back).toEqual(patchRecord(id, 1, indexedFile('b', 2)));
    await deleteCollection(id);
    await removeDeleted();
    const database = await openDatabase();
    expect(await database.getAllKeys('patches', IDBKeyRange.bound([id], [id, []]))).toEqual([]);
  });

  it('gives back the labels that were there before, and who gave them', async () => {
    const id = await threePatches();
    await relabel(id, [2], 'given');
    const before = await collect(readPatches(id));
    const former: LabelOfPatch[] = [];
    for await (const step of relabelPatches(id, [0, 1, 2], 'fat')) former.push(...step.before);
    expect(new Set((await collect(readPatches(id))).map(({ label }) => label))).toEqual(new Set(['fat']));
    for await (const _ of restoreLabels(id, former));
    expect(await collect(readPatches(id))).toEqual(before);
  });

  it('changes ten thousand patches', async () => {
    const id = await manyPatches(10_000);
    const ids = Array.from({ length: 10_000 }, (_, number) => number);
    const [even, odd] = [0, 1].map((rest) => ids.filter((number) => number % 2 === rest));
    expect(await relabel(id, even ?? [], 'fat')).toHaveLength(5_000);
    expect(await remove(id, ids, PAGE)).toEqual(ids);
    expect(await undelete(id, ids)).toEqual(ids);
    expect(await remove(id, odd ?? [])).toEqual(odd);
    const patches = await collect(readPatches(id));
    expect(patches.map((patch) => patch.id)).toEqual(even);
    expect(new Set(patches.map(({ label }) => label))).toEqual(new Set(['fat']));
    expect(await getCollection(id)).toMatchObject({ patchCount: 5_000, nextId: 10_000 });
  }, 30_000);
});
