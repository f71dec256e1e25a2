import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { commitBatch } from './commit-batch.ts';
import { openDatabase } from './open-database.ts';
import { readFailures, readKnownFiles, readThumbnails } from './patches.ts';
import type { SegmentRecord } from './schema.ts';
import { readBarcode, readBarcodes, soundRuns } from './segments.ts';
import { addCollection, indexedFile, TINY_PROFILE } from './test-records.ts';

const BYTES = 8;
const PATHS = ['a', 'b', 'c', 'd'];

let id: string;

beforeEach(async () => {
  id = (await addCollection({ profile: TINY_PROFILE })).id;
  await commitBatch(
    id,
    PATHS.map((path, at) => indexedFile(path, at + 1)),
    [],
  );
});

/** Flips one bit of a stored barcode, as a failing disk might. */
async function damageBarcode(patchId: number): Promise<void> {
  const database = await openDatabase();
  const segment = (await database.get('segments', [id, 0])) as SegmentRecord;
  const bytes = new Uint8Array(segment.barcodes);
  bytes[patchId * BYTES + 3] = (bytes[patchId * BYTES + 3] ?? 0) ^ 16;
  await database.put('segments', segment);
}

async function damageThumbnail(patchId: number): Promise<void> {
  const database = await openDatabase();
  const block = await database.get('thumbnailBlocks', [id, 0]);
  if (!block) throw new Error('no thumbnail');
  // The thumbnail of the file of version v has v bytes.
  new Uint8Array(block.bytes)[(patchId * (patchId + 1)) / 2] = 255;
  await database.put('thumbnailBlocks', block);
}

async function readSound(): Promise<number[]> {
  const ids = [];
  for await (const run of readBarcodes(id)) {
    for (const { firstId, barcodes } of soundRuns(run, BYTES)) {
      for (let row = 0; row < barcodes.length / BYTES; row++) ids.push(firstId + row);
    }
  }
  return ids;
}

async function reported(): Promise<string[]> {
  return (await readFailures(id)).map(({ path, error }) => `${path}: ${error.code}`);
}

describe('a damaged barcode', () => {
  it('is found, reported, and the others are read', async () => {
    await damageBarcode(1);
    expect(await readSound()).toEqual([0, 2, 3]);
    expect(await reported()).toEqual(['b: record-damaged']);
    await expect(readBarcode(id, 1)).rejects.toMatchObject({ code: 'record-damaged' });
    expect(await readBarcode(id, 2)).toEqual(new Uint8Array(BYTES).fill(3));
  });

  it('is found at either end of a segment, and beside another', async () => {
    await damageBarcode(0);
    await damageBarcode(2);
    await damageBarcode(3);
    expect(await readSound()).toEqual([1]);
  });

  it('is still found after others of its segment were written', async () => {
    await damageBarcode(1);
    await commitBatch(id, [indexedFile('e', 9), indexedFile('a', 8)], []);
    expect(await readSound()).toEqual([0, 2, 3, 4]);
  });

  it('is mended by indexing its file again', async () => {
    await damageBarcode(1);
    await readSound();
    expect([...(await readKnownFiles(id)).keys()]).toEqual(['a', 'c', 'd']);
    await commitBatch(id, [indexedFile('b', 2)], []);
    expect(await readSound()).toEqual([0, 1, 2, 3]);
    expect(await reported()).toEqual([]);
    expect([...(await readKnownFiles(id)).keys()]).toEqual(PATHS);
  });
});

it('takes barcodes stored before there were checksums as they are, and gives them some when they are written to', async () => {
  const database = await openDatabase();
  const { checksums: _none, ...old } = (await database.get('segments', [id, 0])) as SegmentRecord;
  await database.put('segments', old);
  expect(await readSound()).toEqual([0, 1, 2, 3]);
  await commitBatch(id, [indexedFile('e', 9)], []);
  await damageBarcode(2);
  expect(await readSound()).toEqual([0, 1, 3, 4]);
});

it('leaves a damaged thumbnail out and reports it', async () => {
  await damageThumbnail(2);
  expect([...(await readThumbnails(id, [0, 1, 2, 3])).keys()]).toEqual([0, 1, 3]);
  expect(await reported()).toEqual(['c: record-damaged']);
});
