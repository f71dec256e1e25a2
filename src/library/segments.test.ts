import 'fake-indexeddb/auto';
import { isDeepStrictEqual } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection } from './deletion.ts';
import { deletePatches } from './edit-patches.ts';
import { openDatabase } from './open-database.ts';
import { readFailures } from './patches.ts';
import { readBarcode, readBarcodes, segmentCapacity, soundRuns } from './segments.ts';
import { addCollection, indexedFile, PAPER_PROFILE } from './test-records.ts';

const PAPER_CAPACITY = 27;
const PAPER_BYTES = 38_236;

async function addPaperCollection(patches: number): Promise<string> {
  const { id } = await addCollection({ profile: PAPER_PROFILE });
  const files = Array.from({ length: patches }, (_, at) => indexedFile(`${at}`, at + 1, PAPER_PROFILE));
  await commitBatch(id, files, []);
  return id;
}

async function readRuns(id: string, fromId?: number): Promise<{ firstId: number; patches: number }[]> {
  const runs = [];
  for await (const { firstId, barcodes } of readBarcodes(id, fromId)) {
    runs.push({ firstId, patches: barcodes.length / PAPER_BYTES });
  }
  return runs;
}

describe('segmentCapacity', () => {
  it.each([
    [1_280, 819],
    [PAPER_BYTES, PAPER_CAPACITY],
    [2_000_000, 1],
  ])('of barcodes of %i bytes is %i', (bytes, capacity) => {
    expect(segmentCapacity(bytes)).toBe(capacity);
  });
});

describe('readBarcodes', () => {
  it('gives one run a segment, the last one as long as what it holds', async () => {
    const id = await addPaperCollection(2 * PAPER_CAPACITY + 3);
    expect(await readRuns(id)).toEqual([
      { firstId: 0, patches: PAPER_CAPACITY },
      { firstId: PAPER_CAPACITY, patches: PAPER_CAPACITY },
      { firstId: 2 * PAPER_CAPACITY, patches: 3 },
    ]);
  });

  it('begins with the segment that holds the patch asked for', async () => {
    const id = await addPaperCollection(PAPER_CAPACITY + 1);
    const last = [{ firstId: PAPER_CAPACITY, patches: 1 }];
    expect(await readRuns(id, PAPER_CAPACITY)).toEqual(last);
    expect(await readRuns(id, PAPER_CAPACITY - 1)).toEqual([{ firstId: 0, patches: PAPER_CAPACITY }, ...last]);
    expect(await readRuns(id, 2 * PAPER_CAPACITY)).toEqual([]);
  });

  it('says so when the collection is deleted while it is read', async () => {
    const id = await addPaperCollection(10 * PAPER_CAPACITY);
    const runs = readBarcodes(id);
    await runs.next();
    await deleteCollection(id);
    // What was read ahead is still given out.
    const toTheEnd = async () => {
      while (!(await runs.next()).done);
    };
    await expect(toTheEnd()).rejects.toMatchObject({ code: 'collection-missing' });
  });
});

describe('a segment whose record is gone or too short', () => {
  const GONE = Array.from({ length: PAPER_CAPACITY }, (_, row) => PAPER_CAPACITY + row);
  /** Deleted before: nothing to be told of. */
  const DELETED = PAPER_CAPACITY + 4;
  const lost = GONE.filter((at) => at !== DELETED);
  let id: string;

  beforeEach(async () => {
    id = await addPaperCollection(2 * PAPER_CAPACITY + 3);
    for await (const _ of deletePatches(id, [DELETED]));
  });

  async function lose(rows: number): Promise<void> {
    const database = await openDatabase();
    const segment = await database.get('segments', [id, 1]);
    await database.delete('segments', [id, 1]);
    if (!segment || rows === 0) return;
    const barcodes = segment.barcodes.slice(0, rows * PAPER_BYTES);
    await database.put('segments', { ...segment, barcodes, checksums: segment.checksums?.slice(0, rows) as never });
  }

  async function damaged(): Promise<number[]> {
    const found: number[] = [];
    for await (const run of readBarcodes(id)) found.push(...(run.damaged ?? []));
    return found;
  }

  async function sound(): Promise<number> {
    let barcodes = 0;
    for await (const run of readBarcodes(id))
      for (const part of soundRuns(run, PAPER_BYTES)) barcodes += part.barcodes.length / PAPER_BYTES;
    return barcodes;
  }

  it.each([
    [0, 'missing'],
    [1, 'too short'],
    [6, 'too short'],
  ])('is told as damage with its number, and what lies behind it is read: %i rows left', async (rows, words) => {
    await lose(rows);
    const expected = lost.filter((at) => at >= PAPER_CAPACITY + rows);
    expect(await damaged()).toEqual(expected);
    const failures = await readFailures(id);
    expect(failures.map(({ path }) => Number(path)).sort((a, b) => a - b)).toEqual(expected);
    const error = { code: 'record-damaged', detail: `segment 1 of the barcodes is ${words}` };
    expect(failures.every((failure) => isDeepStrictEqual(failure.error, error))).toBe(true);
    expect(await sound()).toBe(2 * PAPER_CAPACITY + 2 - expected.length);
    await expect(readBarcode(id, PAPER_CAPACITY + 8)).rejects.toMatchObject({ code: 'record-damaged' });
    expect((await readBarcode(id, 2 * PAPER_CAPACITY)).length).toBe(PAPER_BYTES);
  });

  it('is damaged as long as its files were not all indexed anew', async () => {
    await lose(0);
    const last = PAPER_CAPACITY + 8;
    await commitBatch(id, [indexedFile(`${last}`, last + 1, PAPER_PROFILE)], []);
    expect(await damaged()).toEqual(lost.filter((at) => at !== last));
    const others = lost.filter((at) => at !== last);
    await commitBatch(
      id,
      others.map((at) => indexedFile(`${at}`, at + 1, PAPER_PROFILE)),
      [],
    );
    expect(await damaged()).toEqual([]);
    expect(await readFailures(id)).toEqual([]);
  });
});

describe('readBarcode', () => {
  it('finds a barcode behind a segment border', async () => {
    const id = await addPaperCollection(PAPER_CAPACITY + 2);
    const file = indexedFile('', PAPER_CAPACITY + 2, PAPER_PROFILE);
    expect(Buffer.compare(await readBarcode(id, PAPER_CAPACITY + 1), file.barcode)).toBe(0);
  });

  it('reports what is not there', async () => {
    const id = await addPaperCollection(1);
    await expect(readBarcode(id, 1)).rejects.toMatchObject({ code: 'patch-missing' });
    await expect(readBarcode('none', 0)).rejects.toMatchObject({ code: 'collection-missing' });
  });
});
