import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { getCollection } from './collections.ts';
import { commitBatch, type FailedFile, type IndexedFile } from './commit-batch.ts';
import { deleteCollection } from './deletion.ts';
import { readColours, readFailures, readPatches, readThumbnails } from './patches.ts';
import type { CollectionRecord, FailureRecord } from './schema.ts';
import { readBarcode, readBarcodes, segmentCapacity } from './segments.ts';
import { addCollection, indexedFile, PAPER_PROFILE, patchRecord } from './test-records.ts';

afterEach(() => vi.restoreAllMocks());

function failedFile(path: string, detail = ''): FailedFile {
  return { path, fileSize: 10, fileModified: 20, error: { code: 'image-broken', detail } };
}

async function collect<Item>(chunks: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

/** Comparing megabytes element by element would take seconds. */
function digest(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Everything that is stored of a collection. */
async function readAll(id: string) {
  const collection = await getCollection(id);
  const patches = await collect(readPatches(id));
  const barcodes: Uint8Array[] = [];
  for await (const run of readBarcodes(id)) barcodes.push(run.barcodes);
  return {
    patchCount: collection.patchCount,
    thumbnailBytes: collection.thumbnailBytes,
    patches,
    thumbnails: await readThumbnails(id, [...patches.keys(), patches.length]),
    colours: (await collect(readColours(id))).map(({ pixelHash }) => pixelHash),
    barcodes: digest(barcodes),
    failures: await readFailures(id),
  };
}

/** What the library should hold, kept the obvious way. */
class Model {
  readonly #files: IndexedFile[] = [];
  readonly #failures = new Map<string, FailureRecord>();
  readonly #collectionId: string;

  constructor(collectionId: string) {
    this.#collectionId = collectionId;
  }

  commit(indexed: readonly IndexedFile[], failed: readonly FailedFile[]): void {
    for (const file of indexed) {
      const former = this.#files.findIndex(({ path }) => path === file.path);
      this.#files[former < 0 ? this.#files.length : former] = file;
      this.#failures.delete(file.path);
    }
    for (const file of failed) this.#failures.set(file.path, { ...file, collectionId: this.#collectionId });
  }

  readAll() {
    return {
      patchCount: this.#files.length,
      thumbnailBytes: this.#files.reduce((sum, { thumbnail }) => sum + thumbnail.byteLength, 0),
      patches: this.#files.map((file, id) => patchRecord(this.#collectionId, id, file)),
      thumbnails: new Map(this.#files.map(({ thumbnail }, id) => [id, thumbnail])),
      colours: this.#files.map(({ colours }) => colours.pixelHash),
      barcodes: digest(this.#files.map(({ barcode }) => barcode)),
      failures: [...this.#failures.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    };
  }
}

describe('commitBatch', () => {
  it('does what a plain model does, over any sequence of batches', async () => {
    const path = fc.nat(3 * segmentCapacity(38_236)).map((number) => `folder/${number}.png`);
    const indexed = fc.array(fc.tuple(path, fc.integer({ min: 1, max: 255 })), { maxLength: 40 });
    const failed = fc.array(path, { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(indexed, failed), { maxLength: 6 }), async (batches) => {
        const { id } = await addCollection({ profile: PAPER_PROFILE });
        const model = new Model(id);
        for (const [files, failures] of batches) {
          const indexedFiles = files.map(([name, version]) => indexedFile(name, version, PAPER_PROFILE));
          const failedFiles = failures.map((name) => failedFile(name));
          await commitBatch(id, indexedFiles, failedFiles);
          model.commit(indexedFiles, failedFiles);
        }
        expect(await readAll(id)).toEqual(model.readAll());
        await deleteCollection(id);
      }),
      { numRuns: 50 },
    );
  });

  it('returns the stored records in the order of the files', async () => {
    const { id } = await addCollection();
    await commitBatch(id, [indexedFile('a'), indexedFile('b')], []);
    const files = [indexedFile('c', 2), indexedFile('a', 3)];
    expect(await commitBatch(id, files, [])).toEqual([
      patchRecord(id, 2, indexedFile('c', 2)),
      patchRecord(id, 0, indexedFile('a', 3)),
    ]);
  });

  it('adds up what batches took, and knows nothing of those that were not measured', async () => {
    const { id } = await addCollection();
    await commitBatch(id, [indexedFile('unmeasured')], []);
    expect((await getCollection(id)).indexingTime).toBeUndefined();
    const failed = { path: 'x', fileSize: 1, fileModified: 1, error: { code: 'image-broken', detail: '' } } as const;
    await commitBatch(id, [indexedFile('a'), indexedFile('b')], [], 100);
    await commitBatch(id, [indexedFile('c')], [], 80);
    await commitBatch(id, [], [failed], 7);
    expect((await getCollection(id)).indexingTime).toEqual({
      patches: 3,
      milliseconds: 187,
      batches: 2,
      sumAPatch: 50 + 80,
      squaresAPatch: 50 ** 2 + 80 ** 2,
    });
  });

  it('replaces barcodes on both sides of a segment border in place', async () => {
    const { id } = await addCollection({ profile: PAPER_PROFILE });
    const paths = Array.from({ length: segmentCapacity(38_236) + 2 }, (_, number) => `${number}`);
    const border = segmentCapacity(38_236);
    await commitBatch(
      id,
      paths.map((path) => indexedFile(path, 1, PAPER_PROFILE)),
      [],
    );
    const changed = [border - 1, border].map((number) => indexedFile(`${number}`, 9, PAPER_PROFILE));
    await commitBatch(id, changed, []);
    const firstBytes = await Promise.all(paths.map(async (_, number) => (await readBarcode(id, number))[0]));
    expect(firstBytes).toEqual(paths.map((_, number) => (number === border - 1 || number === border ? 9 : 1)));
  });

  it('refuses a barcode of the wrong length, and stores nothing of its batch', async () => {
    const { id } = await addCollection();
    const wrong = { ...indexedFile('b'), barcode: new Uint8Array(7) };
    await expect(commitBatch(id, [indexedFile('a'), wrong], [])).rejects.toThrow(RangeError);
    expect((await readAll(id)).patches).toEqual([]);
  });

  it('says so when the collection has been deleted', async () => {
    const { id } = await addCollection();
    await deleteCollection(id);
    await expect(commitBatch(id, [indexedFile('a')], [])).rejects.toMatchObject({ code: 'collection-missing' });
  });
});

describe('a batch that is cut off', () => {
  const batch = [indexedFile('b', 2), indexedFile('a', 3), indexedFile('c', 4)];
  /** One a patch, their barcodes, thumbnails and colours, one failure, the collection. */
  const everyPut = Array.from({ length: 3 + 3 + 2 }, (_, at) => at + 1);

  async function addFilledCollection(): Promise<CollectionRecord> {
    const collection = await addCollection();
    await commitBatch(collection.id, [indexedFile('a')], [failedFile('b')]);
    return collection;
  }

  /** Runs `interrupt` as soon as `puts` puts have succeeded. */
  function interruptAfter(puts: number, interrupt: (transaction: IDBTransaction) => void): { count: number } {
    const original = IDBObjectStore.prototype.put;
    const seen = { count: 0 };
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...values) {
      const request = original.apply(this, values);
      request.addEventListener('success', () => {
        if (++seen.count === puts) interrupt(this.transaction);
      });
      return request;
    });
    return seen;
  }

  it('writes as often as the tests below suppose', async () => {
    const { id } = await addFilledCollection();
    const seen = interruptAfter(Number.POSITIVE_INFINITY, () => {});
    await commitBatch(id, batch, [failedFile('d')]);
    expect(seen.count).toBe(everyPut.length);
  });

  it.each(everyPut)('by a dying tab after %i writes leaves nothing behind', async (puts) => {
    const { id } = await addFilledCollection();
    const before = await readAll(id);
    interruptAfter(puts, (transaction) => transaction.abort());
    await expect(commitBatch(id, batch, [failedFile('d')])).rejects.toMatchObject({ code: 'storage-failed' });
    vi.restoreAllMocks();
    expect(await readAll(id)).toEqual(before);
  });

  it.each(everyPut)('by a full disk after %i writes leaves nothing behind, and says why', async (puts) => {
    const { id } = await addFilledCollection();
    const before = await readAll(id);
    // Requests then fail with AbortError, and only the transaction's error tells why.
    interruptAfter(puts, (transaction) => {
      (transaction as IDBTransaction & { _abort(name: string): void })._abort('QuotaExceededError');
    });
    await expect(commitBatch(id, batch, [failedFile('d')])).rejects.toMatchObject({ code: 'storage-full' });
    vi.restoreAllMocks();
    expect(await readAll(id)).toEqual(before);
  });
});
