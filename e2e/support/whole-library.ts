/** Everything in the library, read straight from IndexedDB, and whether it hangs together. */
import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { barcodeBytes, type Profile } from '../../src/barcode/profile.ts';
import { COLOURS, THUMBNAILS } from '../../src/library/blocks.ts';
import { checksum } from '../../src/library/checksum.ts';
import { isDamaged } from '../../src/library/seal.ts';

interface StoredCollection {
  readonly id: string;
  readonly name: string;
  readonly profile: Profile;
  readonly patchCount: number;
  readonly nextId?: number;
  readonly deleted?: true;
  readonly restoring?: { readonly total: number };
  readonly unfinished?: { readonly total: number };
}

interface Owned {
  readonly collectionId: string;
  readonly id: number;
}

/** `bytes` and `rows` as base64. */
interface StoredBlock {
  readonly collectionId: string;
  readonly index: number;
  readonly bytes: string;
  readonly rows: string;
  readonly checksum: number;
}

type Library = {
  readonly collections: StoredCollection[];
  readonly patches: (Owned & { readonly path: string; readonly deleted?: true; readonly checksum: number })[];
  readonly thumbnails: Owned[];
  readonly colours: Owned[];
  readonly thumbnailBlocks: StoredBlock[];
  readonly colourBlocks: StoredBlock[];
  readonly bin: Owned[];
  readonly tables: { readonly collectionId: string; readonly id: string }[];
  readonly segments: { readonly collectionId: string; readonly barcodes: string; readonly checksums: string }[];
};

export interface CheckedCollection {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of each patch's barcode and thumbnail, by path. */
  readonly patches: ReadonlyMap<string, string>;
  /** SHA-256 of all of it. */
  readonly digest: string;
  readonly isFinished: boolean;
}

/** Every collection that shows. @throws When a patch lacks a record, a checksum disagrees, or something belongs to nobody. */
export async function checkLibrary(page: Page): Promise<CheckedCollection[]> {
  const library = await readLibrary(page, [
    'collections',
    'patches',
    'thumbnails',
    'colours',
    'thumbnailBlocks',
    'colourBlocks',
    'segments',
    'bin',
    'tables',
  ]);
  const owners = new Set(library.collections.map(({ id }) => id));
  for (const store of Object.keys(library).filter((name) => name !== 'collections') as Exclude<
    keyof Library,
    'collections'
  >[]) {
    const strays = (library[store] as { readonly collectionId: string }[]).filter(
      ({ collectionId }) => !owners.has(collectionId),
    );
    expect(strays, `${store} of no collection`).toEqual([]);
  }
  return library.collections
    .filter(({ deleted }) => !deleted)
    .map((collection) => checkCollection(library, collection));
}

/** What interrupted imports have stored, if anything, and of how many patches. */
export async function readInterrupted(page: Page): Promise<{ id: string; patches: number; total: number }[]> {
  const { collections } = await readLibrary(page, ['collections']);
  return collections.flatMap(({ id, patchCount, restoring }) =>
    restoring && patchCount > 0 ? [{ id, patches: patchCount, total: restoring.total }] : [],
  );
}

/** Deleted patches that can still be brought back. */
export async function countBinned(page: Page): Promise<number> {
  return (await readLibrary(page, ['bin'])).bin.length;
}

function checkCollection(
  library: Library,
  { id, name, profile, patchCount, nextId = patchCount, unfinished }: StoredCollection,
): CheckedCollection {
  const of = <R extends { collectionId: string }>(records: readonly R[]) =>
    records.filter(({ collectionId }) => collectionId === id);
  const stored = of(library.patches);
  const patches = stored.filter(({ deleted }) => !deleted);
  const ids = patches.map((patch) => patch.id);
  expect([...of(library.thumbnails), ...of(library.colours)], 'records that are in no block').toEqual([]);
  const thumbnails = rowsOf(of(library.thumbnailBlocks), THUMBNAILS.capacity);
  const colours = rowsOf(of(library.colourBlocks), COLOURS.capacity);
  expect(stored.map((one) => one.id)).toEqual(Array.from({ length: nextId }, (_, at) => at));
  expect(ids).toHaveLength(patchCount);
  for (const rows of [thumbnails, colours]) expect(rows.map((row) => row.id)).toEqual(ids);
  expect(stored.filter(isDamaged), 'patches whose checksum disagrees').toEqual([]);
  const bytes = barcodeBytes(profile);
  const segments = of(library.segments);
  const barcodes = Buffer.concat(segments.map((segment) => Buffer.from(segment.barcodes, 'base64')));
  const sums = Buffer.concat(segments.map((segment) => Buffer.from(segment.checksums, 'base64')));
  expect(barcodes.length).toBe(nextId * bytes);
  const rowOf = (of: number) => barcodes.subarray(of * bytes, (of + 1) * bytes);
  const erased = stored.filter(({ deleted }) => deleted).map((patch) => rowOf(patch.id));
  expect(
    erased.filter((row) => row.some((byte) => byte !== 0)),
    'deleted patches with a barcode',
  ).toEqual([]);
  const damaged: string[] = [];
  const contents = patches.map(({ id: patchId, path }, at): [string, string] => {
    const barcode = rowOf(patchId);
    const jpeg = thumbnails[at]?.bytes ?? Buffer.alloc(0);
    const isSound = checksum(barcode) === sums.readUInt32LE(patchId * 4) && checksum(jpeg) === thumbnails[at]?.checksum;
    if (!isSound) damaged.push(path);
    return [path, createHash('sha256').update(barcode).update(jpeg).digest('hex')];
  });
  expect(damaged, 'patches whose barcode or thumbnail has another checksum').toEqual([]);
  const digest = createHash('sha256').update(JSON.stringify(contents)).digest('hex');
  return { id, name, patches: new Map(contents), digest, isFinished: !unfinished };
}

/** What lies in blocks, in id order. @param capacity Ids that a block spans. */
function rowsOf(blocks: readonly StoredBlock[], capacity: number) {
  return blocks.flatMap(({ index, bytes, rows, checksum: expected }) => {
    const [all, numbers] = [Buffer.from(bytes, 'base64'), Buffer.from(rows, 'base64')];
    expect(checksum(numbers), `block ${index}`).toBe(expected);
    let from = 0;
    return Array.from({ length: numbers.length / 12 }, (_, at) => {
      const [place, end, sum] = [0, 4, 8].map((offset) => numbers.readUInt32LE(at * 12 + offset)) as [
        number,
        number,
        number,
      ];
      const row = { id: index * capacity + place, bytes: all.subarray(from, end), checksum: sum };
      from = end;
      return row;
    });
  });
}

function readLibrary<Store extends keyof Library>(page: Page, stores: Store[]): Promise<Pick<Library, Store>> {
  return page.evaluate(async (names) => {
    const settle = <R>(request: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const toText = (value: unknown) => {
      const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
      if (!(buffer instanceof ArrayBuffer)) return value;
      return btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''));
    };
    const database = await settle(indexedDB.open('gramscope'));
    const read = async (store: string) => {
      const records: object[] = await settle(database.transaction(store).objectStore(store).getAll());
      return records.map((record) =>
        Object.fromEntries(Object.entries(record).map(([key, value]) => [key, toText(value)])),
      );
    };
    const library = Object.fromEntries(await Promise.all(names.map(async (store) => [store, await read(store)])));
    database.close();
    return library;
  }, stores) as Promise<Pick<Library, Store>>;
}
