/** A collection of several pages in every store, with holes on every page: whatever reads it reads all of it, and no more. */
import 'fake-indexeddb/auto';
import { beforeAll, expect, it } from 'vitest';
import { barcodeBytes } from '../barcode/profile.ts';
import { checkArchive } from './archive/check-archive.ts';
import { exportCollection } from './archive/export-collection.ts';
import { importArchive } from './archive/import-archive.ts';
import { COLOURS, THUMBNAILS } from './blocks.ts';
import { getCollection } from './collections.ts';
import { deleteCollection, removeDeleted } from './deletion.ts';
import { openDatabase } from './open-database.ts';
import { readRowPages } from './pages.ts';
import { readColours, readFailures, readKnownFiles, readPatches, readThumbnails } from './patches.ts';
import { readBarcodes, soundRuns } from './segments.ts';
import { readSlides } from './slides.ts';
import {
  addCollection,
  addCollectionWithHoles,
  indexedFile,
  MANY_FAILURES,
  MANY_SLIDES,
  pathOf,
  SMALL_PROFILE,
  versionOf,
} from './test-records.ts';

const BLOCKS = ['thumbnailBlocks', 'colourBlocks'] as const;

const BARCODE_BYTES = barcodeBytes(SMALL_PROFILE);

let id: string;
let left: number[];

beforeAll(async () => {
  // Neighbours in every store, whose records are not to be taken for those of the collection.
  await addSmall();
  ({ id, left } = await addCollectionWithHoles());
  await addSmall();
}, 60_000);

async function addSmall(): Promise<void> {
  const database = await openDatabase();
  const small = await addCollection();
  const record = { collectionId: small.id, id: 0, jpeg: new ArrayBuffer(1) };
  await database.put('thumbnails', record);
}

async function collect<Item>(chunks: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}

const idsOf = (records: readonly { readonly id: number }[]) => records.map((record) => record.id);

/** First byte of the barcodes by id. */
async function barcodesOf(collectionId: string): Promise<[number, number | undefined][]> {
  const barcodes: [number, number | undefined][] = [];
  for await (const run of readBarcodes(collectionId)) {
    for (const sound of soundRuns(run, BARCODE_BYTES)) {
      for (let at = 0; at < sound.barcodes.length; at += BARCODE_BYTES)
        barcodes.push([sound.firstId + at / BARCODE_BYTES, sound.barcodes[at]]);
    }
  }
  return barcodes;
}

it.each([
  ['colours', (size: number) => readRowPages(COLOURS, id, size)],
  ['thumbnails', (size: number) => readRowPages(THUMBNAILS, id, size)],
])('pages through its %s, across holes wider than a page', async (_, pagesOf) => {
  for (const size of [1, 7, 500, 2_000]) {
    const pages: { readonly id: number }[][] = [];
    for await (const page of pagesOf(size)) pages.push([...page]);
    expect(idsOf(pages.flat()), `${size} a page`).toEqual(left);
    for (const page of pages) expect(page.length).toBeLessThanOrEqual(size);
  }
});

it('gives the patches that are left, and their colours, in order', async () => {
  const patches = await collect(readPatches(id));
  expect(idsOf(patches)).toEqual(left);
  expect(patches.every(({ id: at, path }) => path === pathOf(at))).toBe(true);
  const colours = await collect(readColours(id));
  expect(idsOf(colours)).toEqual(left);
  expect(colours.every(({ id: at, pixelHash }) => pixelHash === `${versionOf(at)}`)).toBe(true);
});

it('knows the files that are left, and with those deleted all', async () => {
  expect([...(await readKnownFiles(id)).values()].map((known) => known.id)).toEqual(left);
  expect((await readKnownFiles(id, true)).size).toBe(5_000);
});

it('gives thumbnails and barcodes of those that are left', async () => {
  const all = Array.from({ length: 5_000 }, (_, at) => at);
  const thumbnails = await readThumbnails(id, all);
  expect([...thumbnails.keys()]).toEqual(left);
  expect([...thumbnails].every(([at, jpeg]) => jpeg.byteLength === versionOf(at))).toBe(true);
  expect(await barcodesOf(id)).toEqual(left.map((at) => [at, versionOf(at)]));
});

it('gives every failure and every slide', async () => {
  expect(new Set((await readFailures(id)).map(({ path }) => path)).size).toBe(MANY_FAILURES);
  expect(new Set((await readSlides(id)).map(({ path }) => path)).size).toBe(MANY_SLIDES);
});

it('is exported, imported as what was left, and deleted', async () => {
  const signal = new AbortController().signal;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  await exportCollection(
    id,
    async (bytes) => void pieces.push(bytes.slice()),
    signal,
    () => {},
  );
  const archive = await checkArchive(new Blob(pieces), signal, () => {});
  const copy = await importArchive(archive, archive.manifest.profile.weightsId, signal, () => {});
  expect(copy).toMatchObject({
    patchCount: left.length,
    thumbnailBytes: (await getCollection(id)).thumbnailBytes,
  });
  const patches = await collect(readPatches(copy.id));
  expect(patches.map(({ path }) => path)).toEqual(left.map(pathOf));
  expect((await collect(readColours(copy.id))).map(({ pixelHash }) => Number(pixelHash))).toEqual(left.map(versionOf));
  expect((await barcodesOf(copy.id)).map(([, byte]) => byte)).toEqual(left.map(versionOf));
  expect(await readSlides(copy.id)).toHaveLength(MANY_SLIDES);
  const [at] = left;
  const { thumbnail } = indexedFile(pathOf(at ?? 0), versionOf(at ?? 0));
  expect((await readThumbnails(copy.id, [0])).get(0)).toEqual(thumbnail);

  await deleteCollection(id);
  await deleteCollection(copy.id);
  await removeDeleted();
  const database = await openDatabase();
  const stores = ['collections', 'patches', 'thumbnails', ...BLOCKS, 'segments', 'slides', 'failures'] as const;
  const counts = await Promise.all(stores.map((store) => database.count(store)));
  expect(counts).toEqual([2, 0, 2, 0, 0, 0, 0, 0]);
}, 60_000);
