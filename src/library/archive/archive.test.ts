import 'fake-indexeddb/auto';
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { barcodeBytes } from '../../barcode/profile.ts';
import { getCollection, listCollections } from '../collections.ts';
import { commitBatch } from '../commit-batch.ts';
import { deleteCollection, removeDeleted } from '../deletion.ts';
import { deletePatches, relabelPatches } from '../edit-patches.ts';
import { putLens, readLensBytes } from '../lenses.ts';
import { readColours, readPatches, readThumbnails } from '../patches.ts';
import type { CollectionRecord, PatchRecord } from '../schema.ts';
import { readBarcode, readBarcodes } from '../segments.ts';
import { putSet, readSets } from '../sets.ts';
import { putSlide, readSlides } from '../slides.ts';
import { attachTable, detachTable, readTableFile } from '../tables.ts';
import {
  addCollection,
  CUT_RULE,
  indexedArea,
  indexedFile,
  lensFacts,
  lensNumbers,
  PAPER_PROFILE,
  slideRecord,
  TINY_PROFILE,
  tableFacts,
  tableFile,
} from '../test-records.ts';
import { storedKeys } from '../testing/stored-keys.ts';
import { transact } from '../transact.ts';
import { PATCHES_A_BATCH } from './archive-batches.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { checkArchive } from './check-archive.ts';
import { exportCollection } from './export-collection.ts';
import { importArchive } from './import-archive.ts';
import { archiveOf, filesOf, withText } from './testing/rewrite-archive.ts';

const goOn = new AbortController().signal;
const WEIGHTS = TINY_PROFILE.weightsId;

async function exported(collectionId: string): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  const onProgress = vi.fn();
  await exportCollection(collectionId, async (bytes) => void pieces.push(bytes.slice()), goOn, onProgress);
  expect(onProgress).toHaveBeenLastCalledWith(1);
  return new Uint8Array(Buffer.concat(pieces));
}

async function imported(archive: Blob, weightsId = WEIGHTS): Promise<CollectionRecord> {
  return importArchive(await checkArchive(archive, goOn, () => {}), weightsId, goOn, () => {});
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of source) all.push(each);
  return all;
}

/** All that belongs to a collection. */
async function contentOf(id: string) {
  const withoutId = <T extends object>(records: T[][]) =>
    records.flat().map((record) => ({ ...record, collectionId: 'the collection' }));
  const patches = withoutId(await collect(readPatches(id)));
  const colours = withoutId(await collect(readColours(id)));
  const ids = patches.map((_, at) => at);
  const thumbnails = [...(await readThumbnails(id, ids))].map(([of, jpeg]) => [of, Buffer.from(jpeg).toString('hex')]);
  const runs = await collect(readBarcodes(id));
  const barcodes = Buffer.concat(runs.map((run) => run.barcodes)).toString('hex');
  const slides = withoutId([await readSlides(id)]);
  return { patches, colours, thumbnails, barcodes, slides };
}

async function storedCollection(patches = 5, profile = TINY_PROFILE): Promise<CollectionRecord> {
  const { id } = await addCollection({
    name: 'Darm, „quer“',
    profile,
    sourceRule: { kind: 'pattern', pattern: 'HE-\\d+' },
  });
  const files = Array.from({ length: patches }, (_, at) => ({
    ...indexedFile(`Fälle/a "b", c\n${at}.png`, (at % 255) + 1, profile),
    label: at % 2 ? 'tumour, "solid"' : '',
  }));
  await commitBatch(id, files, []);
  return getCollection(id);
}

/** The collection's export as version 1 wrote it: without areas and slides. */
async function asFirstVersion(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gramscope-export-'));
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder });
  writeFileSync(path.join(folder, 'export.tar'), await exported(id));
  run('tar', 'xf', 'export.tar');
  const read = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)));
  const textOf = (name: string) => Buffer.from(read(name)).toString();
  const text = (written: string) => new TextEncoder().encode(written);
  const files: [string, Uint8Array<ArrayBuffer>][] = [
    ['collection.json', text(textOf('collection.json').replace('"version": 2', '"version": 1'))],
    ...['barcodes.npy', 'colours.npy', 'thumbnails.bin'].map((name): [string, Uint8Array<ArrayBuffer>] => [
      name,
      read(name),
    ]),
    [
      'patches.csv',
      text(
        textOf('patches.csv')
          .replace(',area\n', '\n')
          .replaceAll(/,\n(?=\d+,|$)/g, '\n'),
      ),
    ],
  ];
  rmSync(folder, { recursive: true });
  const pieces: Uint8Array[] = [];
  const writer = new ArchiveWriter(async (bytes) => void pieces.push(bytes.slice()));
  for (const [name, content] of files) {
    await writer.writeFile(
      name,
      content.length,
      (async function* () {
        yield content;
      })(),
    );
  }
  await writer.end();
  return new Uint8Array(Buffer.concat(pieces));
}

describe('sets of patches in an export', () => {
  it('hold the same patches under their new ids, without those that were deleted', async () => {
    const { id } = await addCollection();
    await commitBatch(
      id,
      ['a', 'b', 'c', 'd'].map((name) => indexedFile(name)),
      [],
    );
    await putSet(id, { id: 'atlas', name: 'Atlas', createdAt: 5, members: [0, 1, 3] });
    await collect(deletePatches(id, [1]));
    const restored = await imported(new Blob([await exported(id)]));
    expect(await readSets(restored.id)).toEqual([{ id: 'atlas', name: 'Atlas', createdAt: 5, members: [0, 2] }]);
    expect((await collect(readPatches(restored.id))).flat().map(({ path: of }) => of)).toEqual(['a', 'c', 'd']);
  });

  it('of patches that are not there are refused', async () => {
    const { id } = await addCollection();
    await commitBatch(id, [indexedFile('a')], []);
    await putSet(id, { id: 'atlas', name: 'Atlas', createdAt: 5, members: [0] });
    const changed = await withText(await exported(id), 'collection.json', (text) =>
      text.replace(/"members": \[\s*0\s*\]/, '"members": [7]'),
    );
    await expect(imported(changed)).rejects.toMatchObject({ code: 'import-invalid' });
  });
});

describe('an export', () => {
  it('comes back as the same collection', async () => {
    const collection = await storedCollection();
    const copy = await imported(new Blob([await exported(collection.id)]));
    const { id: _id, ...facts } = collection;
    expect(copy).toEqual({ ...facts, id: copy.id, name: copy.name });
    expect(await contentOf(copy.id)).toEqual(await contentOf(collection.id));
    expect(await listCollections()).toContainEqual(copy);
  });

  it('comes back under its name, or under one that no collection has', async () => {
    const { id } = await addCollection({ name: 'Liver' });
    const file = new Blob([await exported(id)]);
    expect([(await imported(file)).name, (await imported(file)).name]).toEqual(['Liver 2', 'Liver 3']);
    for (const { id: other, name } of await listCollections())
      if (name.startsWith('Liver')) await deleteCollection(other);
    // Before they are removed, too.
    expect((await imported(file)).name).toBe('Liver');
    await removeDeleted();
  });

  it('comes back with its slides and the areas cut from them', async () => {
    const { id } = await addCollection({ cutRule: CUT_RULE });
    await putSlide(slideRecord(id, 'case 1/a, "b".svs'));
    const areas = [indexedArea('case 1/a, "b".svs', 0, 256), indexedArea('case 1/a, "b".svs', 256, 256)];
    await commitBatch(id, [indexedFile('tile.png'), ...areas], []);
    const copy = await imported(new Blob([await exported(id)]));
    expect(copy.cutRule).toEqual(CUT_RULE);
    const content = await contentOf(copy.id);
    expect(content).toEqual(await contentOf(id));
    expect(content.slides).toHaveLength(1);
    expect(content.patches.map(({ area }) => area?.x)).toEqual([undefined, 0, 256]);
  });

  it('leaves out deleted patches and numbers the others anew, with the labels that were given by hand', async () => {
    const { id } = await storedCollection(60, PAPER_PROFILE);
    const deleted = [0, 3, 26, 27, 28, 59];
    await collect(deletePatches(id, deleted));
    await collect(relabelPatches(id, [5], 'given'));
    const copy = await imported(new Blob([await exported(id)]));
    expect(copy).toMatchObject({ patchCount: 54, thumbnailBytes: (await getCollection(id)).thumbnailBytes });
    expect(copy.nextId).toBeUndefined();
    const [patches, copies] = await Promise.all([collect(readPatches(id)), collect(readPatches(copy.id))]);
    const facts = (records: PatchRecord[][]) => records.flat().map(({ path, label, height }) => [path, label, height]);
    expect(facts(copies)).toEqual(facts(patches));
    expect(copies.flat().map((patch) => patch.id)).toEqual(Array.from({ length: 54 }, (_, at) => at));
    for (const { id: at, height } of copies.flat()) {
      expect((await readBarcode(copy.id, at))[0]).toBe(height);
      expect((await readThumbnails(copy.id, [at])).get(at)?.byteLength).toBe(height);
    }
    expect((await collect(readColours(copy.id))).flat().map(({ pixelHash }) => Number(pixelHash))).toEqual(
      copies.flat().map(({ height }) => height),
    );
  });

  it('carries attached tables, each file to the byte', async () => {
    const { id } = await storedCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    await attachTable(id, tableFacts('two'), tableFile(2));
    const archive = new Blob([await exported(id)]);
    const { id: imported_, tables } = await imported(archive);
    expect(tables).toEqual([tableFacts('one'), tableFacts('two')]);
    expect((await getCollection(imported_)).tables).toEqual(tables);
    expect(await readTableFile(imported_, 'one')).toEqual(tableFile(1));
    expect(await readTableFile(imported_, 'two')).toEqual(tableFile(2));
  });

  it('is one that the app of before reads where there is no table', async () => {
    const { id } = await storedCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    expect((await checkArchive(new Blob([await exported(id)]), goOn, () => {})).manifest.version).toBe(3);
    await detachTable(id, 'one');
    expect((await checkArchive(new Blob([await exported(id)]), goOn, () => {})).manifest.version).toBe(2);
  });

  it('is refused whole when a table does not fit its description, and nothing is stored of it', async () => {
    const { id } = await storedCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    const archive = await exported(id);
    const before = await storedKeys();
    for (const [name, change] of [
      ['table-1.csv', (text: string) => `${text}more`],
      ['collection.json', (text: string) => text.replace('"version": 3', '"version": 2')],
      ['collection.json', (text: string) => text.replace('"rows": 2', '"rows": -2')],
      ['collection.json', (text: string) => text.replace('"way": "file-name"', '"way": "__proto__"')],
      ['collection.json', (text: string) => text.replace('"column": 0', '"column": 7')],
    ] as const) {
      await expect(withText(archive, name, change).then((blob) => imported(blob))).rejects.toMatchObject({
        code: expect.stringMatching(/^import-(invalid|damaged)$/),
      });
    }
    expect(await storedKeys()).toEqual(before);
  });

  it('carries what was learned from labels, to the byte, as an array of NumPy', async () => {
    const { id } = await storedCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    const facts = { ...lensFacts('l'), column: 'grade' };
    await putLens(id, { facts, bytes: lensNumbers(0.5) });
    const bytes = await exported(id);
    const { id: copyId, lens } = await imported(new Blob([bytes]));
    expect(lens).toEqual(facts);
    expect((await getCollection(copyId)).lens).toEqual(lens);
    expect(await readLensBytes(copyId)).toEqual(lensNumbers(0.5));
    const array = filesOf(bytes).get('lens.npy') ?? new Uint8Array(0);
    expect(Buffer.from(array.subarray(0, 128)).toString('latin1')).toContain(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 65), }",
    );
    expect(array.slice(-65 * 4).buffer).toEqual(lensNumbers(0.5));
  });

  it('has its number from what is in it: one without a lens opens in the app of before', async () => {
    const { id } = await storedCollection();
    const versionNow = async () =>
      (await checkArchive(new Blob([await exported(id)]), goOn, () => {})).manifest.version;
    const facts = { ...lensFacts('l'), column: 'grade' };
    await putLens(id, { facts, bytes: lensNumbers(0.5) });
    expect(await versionNow()).toBe(4);
    await putLens(id, undefined);
    expect(await versionNow()).toBe(2);
  });

  it('is refused whole when its lens does not fit, and nothing is stored of it', async () => {
    const { id } = await storedCollection();
    const facts = { ...lensFacts('l'), column: 'grade' };
    await putLens(id, { facts, bytes: lensNumbers(0.5) });
    const archive = await exported(id);
    const before = await storedKeys();
    const poisoned = async (change: (array: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) => {
      const files = new Map(filesOf(archive));
      return archiveOf(files.set('lens.npy', change(files.get('lens.npy') ?? new Uint8Array(0))));
    };
    const withManifest = (from: string, to: string) =>
      withText(archive, 'collection.json', (text) => text.replace(from, to));
    for (const blob of [
      await poisoned((array) => array.slice(0, -4)),
      await poisoned((array) => new Uint8Array([...array, 0, 0, 0, 0])),
      await poisoned((array) => array.fill(255, -4)),
      await poisoned((array) => array.fill(7, 20, 22)),
      await withManifest('"version": 4', '"version": 3'),
      await withManifest('"directions": 1', '"directions": 2'),
      await withManifest('"directions": 1', '"directions": 65'),
      await withManifest('"sources": 4', '"sources": -4'),
      await withManifest('"mean": 0.1', '"mean": 10'),
    ]) {
      await expect(imported(blob)).rejects.toMatchObject({
        code: expect.stringMatching(/^import-(invalid|damaged)$/),
      });
    }
    expect(await storedKeys()).toEqual(before);
  });

  it('is not written when its lens is damaged', async () => {
    const { id } = await storedCollection();
    const facts = { ...lensFacts('l'), column: 'grade' };
    await putLens(id, { facts, bytes: lensNumbers(0.5) });
    await transact(['lenses'], 'readwrite', (transaction) => transaction.objectStore('lenses').delete(id));
    await expect(exported(id)).rejects.toMatchObject({ code: 'lens-damaged' });
  });

  it('is not written when a table is damaged', async () => {
    const { id } = await storedCollection();
    await attachTable(id, tableFacts('one'), tableFile(1));
    await transact(['tables'], 'readwrite', (transaction) => transaction.objectStore('tables').delete([id, 'one']));
    await expect(
      exportCollection(
        id,
        async () => {},
        goOn,
        () => {},
      ),
    ).rejects.toMatchObject({ code: 'table-damaged' });
  });

  it('of the first version, without slides, comes back too', async () => {
    const { id } = await storedCollection();
    const first = await asFirstVersion(id);
    const copy = await imported(new Blob([first]));
    expect(await contentOf(copy.id)).toEqual(await contentOf(id));
  });

  it('comes back over several segments, and when there is nothing in it', async () => {
    const collection = await storedCollection(60, PAPER_PROFILE);
    const copy = await imported(new Blob([await exported(collection.id)]));
    expect(await contentOf(copy.id)).toEqual(await contentOf(collection.id));
    const empty = await storedCollection(0);
    expect((await imported(new Blob([await exported(empty.id)]))).patchCount).toBe(0);
  });

  it('is a tar archive with arrays as NumPy has them', async () => {
    const collection = await storedCollection(3);
    const folder = mkdtempSync(path.join(tmpdir(), 'gramscope-export-'));
    writeFileSync(path.join(folder, 'export.tar'), await exported(collection.id));
    const names = execFileSync('tar', ['tf', 'export.tar'], { cwd: folder }).toString().trim().split('\n');
    expect(names).toEqual([
      'collection.json',
      'barcodes.npy',
      'colours.npy',
      'thumbnails.bin',
      'patches.csv',
      'slides.json',
      'checksums.json',
    ]);
    const array = execFileSync('tar', ['xfO', 'export.tar', 'barcodes.npy'], { cwd: folder });
    rmSync(folder, { recursive: true });
    const headerLength = 10 + array.readUInt16LE(8);
    expect(headerLength % 64).toBe(0);
    expect(array.subarray(0, headerLength).toString('latin1')).toContain(
      "{'descr': '|u1', 'fortran_order': False, 'shape': (3, 8), }",
    );
    expect(array.length).toBe(headerLength + 3 * barcodeBytes(TINY_PROFILE));
  });

  it('stops when aborted', async () => {
    const { id } = await storedCollection();
    const exporting = exportCollection(
      id,
      async () => {},
      AbortSignal.abort(),
      () => {},
    );
    await expect(exporting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an import', () => {
  let archive: Uint8Array<ArrayBuffer>;

  beforeAll(async () => {
    archive = await exported((await storedCollection()).id);
  });

  const refusal = { code: expect.stringMatching(/^import-(damaged|foreign)$/) };
  const check = (bytes: Uint8Array<ArrayBuffer>) => checkArchive(new Blob([bytes]), goOn, () => {});

  it('notices any flipped bit', async () => {
    await check(archive);
    const places = fc.tuple(fc.nat(archive.length - 1), fc.nat(7));
    await fc.assert(
      fc.asyncProperty(places, async ([at, bit]) => {
        const flipped = archive.slice();
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
        await expect(check(flipped)).rejects.toMatchObject(refusal);
      }),
      { numRuns: 400 },
    );
  });

  it('notices any missing end and anything added', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(archive.length - 1), async (length) => {
        await expect(check(archive.slice(0, length))).rejects.toMatchObject(refusal);
      }),
      { numRuns: 60 },
    );
    await expect(check(new Uint8Array([...archive, 0]))).rejects.toMatchObject({ code: 'import-damaged' });
  });

  it('refuses other files and other weights, with nothing changed', async () => {
    const before = await storedKeys();
    await expect(check(new TextEncoder().encode('id,path\n0,a.png\n'))).rejects.toMatchObject({
      code: 'import-foreign',
    });
    await expect(imported(new Blob([archive]), 'other weights')).rejects.toMatchObject({ code: 'import-profile' });
    expect(await storedKeys()).toEqual(before);
  });

  it('leaves nothing behind when it is broken off or the storage fails', async () => {
    const checked = await checkArchive(new Blob([archive]), goOn, () => {});
    const before = await storedKeys();
    const controller = new AbortController();
    const abort = vi.fn((_step: string, share: number) => share > 0 && controller.abort());
    const large = await checkArchive(
      new Blob([await exported((await storedCollection(PATCHES_A_BATCH + 1)).id)]),
      goOn,
      () => {},
    );
    const others = await storedKeys();
    await expect(importArchive(large, WEIGHTS, controller.signal, abort)).rejects.toMatchObject({ name: 'AbortError' });
    expect(abort).toHaveBeenLastCalledWith('storing', PATCHES_A_BATCH / (PATCHES_A_BATCH + 1));
    await removeDeleted();
    expect(await storedKeys()).toEqual(others);
    expect(others).not.toEqual(before);
    const broken = {
      ...checked,
      thumbnails: { slice: () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) },
    };
    await expect(importArchive(broken as never, WEIGHTS, goOn, () => {})).rejects.toThrow('gone');
    await removeDeleted();
    expect(await storedKeys()).toEqual(others);
  });

  it('shows nothing before it is whole', async () => {
    const checked = await checkArchive(new Blob([archive]), goOn, () => {});
    const before = await listCollections();
    const seen: unknown[] = [];
    await importArchive(checked, WEIGHTS, goOn, () => seen.push(listCollections()));
    expect(seen).not.toHaveLength(0);
    for (const list of await Promise.all(seen)) expect(list).toEqual(before);
    expect(await listCollections()).toHaveLength(before.length + 1);
  });
});
