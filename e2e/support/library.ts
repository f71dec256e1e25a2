/** What the browser has stored, read straight from IndexedDB and not through the app's own code. */
import type { Page } from '@playwright/test';
import { COLOUR_BINS } from '../../src/base/colour-histogram.ts';

/** A page of any driver. */
export interface Evaluates {
  evaluate<R, A>(work: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

export interface StoredPatch {
  readonly path: string;
  readonly label: string;
  readonly barcode: Uint8Array;
  /** Where it lies, when it was cut from a slide. */
  readonly area?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** A slide as it is stored; of its description, what the tests look at. */
export interface StoredSlide {
  readonly path: string;
  readonly patchCount: number;
  readonly info: { readonly levels: readonly { width: number; height: number }[]; readonly micronsPerPixel?: number };
}

/** Every patch of the collection that was made last, with its barcode of `bytes` bytes, in id order. */
export async function readStoredPatches(page: Evaluates, bytes: number): Promise<StoredPatch[]> {
  const patches = await readLatest<Omit<StoredPatch, 'barcode'> & { id: number }>(page, 'patches');
  const segments = await readLatest<{ barcodes: string }>(page, 'segments');
  const barcodes = Buffer.concat(segments.map((segment) => Buffer.from(segment.barcodes, 'base64')));
  return patches.map(({ id, path, label, area }) => {
    const barcode = new Uint8Array(barcodes.subarray(id * bytes, (id + 1) * bytes));
    return { path, label, barcode, ...(area && { area }) };
  });
}

/** Every slide of the collection that was made last, by path. */
export function readStoredSlides(page: Page): Promise<StoredSlide[]> {
  return readLatest<StoredSlide>(page, 'slides');
}

/** Every file of the collection made last that could not be indexed, by path. */
export async function readStoredFailures(page: Page): Promise<{ path: string; code: string }[]> {
  const failures = await readLatest<{ path: string; error: { code: string } }>(page, 'failures');
  return failures.map(({ path, error }) => ({ path, code: error.code }));
}

/** The colour histogram of every patch of the collection made last, in id order: roots of shares, times 32,767. */
export async function readStoredHistograms(page: Page): Promise<number[][]> {
  const blocks = await readLatest<{ bytes: string; rows: string }>(page, 'colourBlocks');
  return blocks.flatMap(({ bytes, rows }) => {
    const [all, numbers] = [Buffer.from(bytes, 'base64'), Buffer.from(rows, 'base64')];
    // Three numbers a row, of 4 bytes. The hash behind a histogram has as many digits in each row.
    const count = numbers.length / 12;
    return Array.from({ length: count }, (_, row) =>
      Array.from({ length: COLOUR_BINS }, (_, bin) => all.readUInt16LE((row * all.length) / count + 2 * bin)),
    );
  });
}

/** Which weights the barcodes of the collection made last were made with. */
export async function readWeightsId(page: Page): Promise<string> {
  const [id] = await page.evaluate(async () => {
    const settle = <R>(request: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settle(indexedDB.open('gramscope'));
    const collections: { createdAt: number; profile: { weightsId: string } }[] = await settle(
      database.transaction('collections').objectStore('collections').getAll(),
    );
    database.close();
    return collections.sort((a, b) => b.createdAt - a.createdAt).map(({ profile }) => profile.weightsId);
  });
  if (id === undefined) throw new Error('no collection');
  return id;
}

/** Records of any kind that are stored. */
export function countStored(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const settle = <R>(request: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await settle(indexedDB.open('gramscope'));
    const stores = [...database.objectStoreNames];
    const counts = stores.map((store) => settle(database.transaction(store).objectStore(store).count()));
    const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    database.close();
    return total;
  });
}

/** The records of one store that belong to the newest collection, in key order; buffers come as base64. */
async function readLatest<T>(page: Evaluates, store: string): Promise<T[]> {
  return page.evaluate(async (name) => {
    const settle = <R>(request: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const toBase64 = (value: unknown) => {
      const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
      if (!(buffer instanceof ArrayBuffer)) return value;
      return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''));
    };
    const database = await settle(indexedDB.open('gramscope'));
    const readAll = (from: string) => settle(database.transaction(from).objectStore(from).getAll());
    const collections: { id: string; createdAt: number }[] = await readAll('collections');
    const latest = collections.sort((a, b) => b.createdAt - a.createdAt)[0]?.id;
    const records: { collectionId: string }[] = await readAll(name);
    database.close();
    return records
      .filter(({ collectionId }) => collectionId === latest)
      .map((record) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, toBase64(value)])));
  }, store) as Promise<T[]>;
}
