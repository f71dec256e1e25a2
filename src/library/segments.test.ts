import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { commitBatch } from './commit-batch.ts';
import { deleteCollection } from './deletion.ts';
import { readBarcode, readBarcodes, segmentCapacity } from './segments.ts';
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
