import { BLOCK_STORES, COLOURS, readRows, THUMBNAILS } from './blocks.ts';
import { consecutiveRuns, numbersBetween, wholeCollection } from './key-ranges.ts';
import { readPatchPages, readRowPages } from './pages.ts';
import { readColourRecord, readFailureRecord, readPatchRecord, readThumbnailRecord } from './read-records.ts';
import type { ColourRecord, FailureRecord, PatchRecord } from './schema.ts';
import { DAMAGED, soundOf } from './set-aside.ts';
import { transact } from './transact.ts';

/** Ids that one page spans. */
const PAGE = 2_000;

/** What tells whether a file has changed since its patch was stored. */
export type KnownFile = Pick<PatchRecord, 'id' | 'fileSize' | 'fileModified'>;

/**
 * The patches of a collection in id order, up to 2,000 at a time, without those that were deleted. Damaged ones are reported
 * and left out. A collection that is not there has none.
 */
export async function* readPatches(collectionId: string): AsyncGenerator<PatchRecord[]> {
  for await (const chunk of readRecords(collectionId)) {
    const patches = chunk.filter(({ deleted }) => !deleted);
    if (patches.length > 0) yield patches;
  }
}

/** Those of the first ids, `count` of them, as `readPatches` gives them. */
export async function readFirstPatches(collectionId: string, count: number): Promise<PatchRecord[]> {
  const records = await transact(['patches'], 'readonly', (transaction) =>
    transaction.objectStore('patches').getAll(wholeCollection(collectionId), count),
  );
  return (await soundOf(records, readPatchRecord)).filter(({ deleted }) => !deleted);
}

async function* readRecords(collectionId: string): AsyncGenerator<PatchRecord[]> {
  for await (const page of readPatchPages(collectionId, PAGE)) yield await soundOf(page, readPatchRecord);
}

/** The colours of the patches of a collection in id order, as `readPatches` gives them. */
export async function* readColours(collectionId: string): AsyncGenerator<ColourRecord[]> {
  for await (const page of readRowPages(COLOURS, collectionId, PAGE)) yield await soundOf(page, readColourRecord);
}

/** Some patches of a collection, in id order, without those that were deleted, are not there or are damaged, which is reported. */
export async function readSomePatches(collectionId: string, ids: readonly number[]): Promise<PatchRecord[]> {
  const records = await transact(['patches'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('patches');
    const runs = consecutiveRuns(ids).map(({ first, end }) => store.getAll(numbersBetween(collectionId, first, end)));
    return (await Promise.all(runs)).flat();
  });
  return (await soundOf(records, readPatchRecord)).filter(({ deleted }) => !deleted);
}

/** Those of some patches that a person has labelled. */
export async function readLabelledByHand(collectionId: string, ids: readonly number[]): Promise<PatchRecord[]> {
  const found = await transact(['patches'], 'readonly', (transaction) =>
    Promise.all(ids.map((id) => transaction.objectStore('patches').get([collectionId, id]))),
  );
  return found.flatMap((patch) => (patch?.labelledByHand && !patch.deleted && readPatchRecord(patch)) || []);
}

/** Labels that a person gave to patches of a collection, by path; none where it is not there any more. */
export async function readLabelsByHand(collectionId: string): Promise<Map<string, string>> {
  const labels = new Map<string, string>();
  for await (const chunk of readPatches(collectionId)) {
    for (const { path, label, labelledByHand } of chunk) if (labelledByHand) labels.set(path, label);
  }
  return labels;
}

/**
 * Files that have a patch, by path; those of which anything stored was found damaged are left out, to be indexed anew.
 * @param withDeleted Counts those among them whose patch was deleted, so that it stays so.
 */
export async function readKnownFiles(collectionId: string, withDeleted = false): Promise<Map<string, KnownFile>> {
  const known = new Map<string, KnownFile>();
  for await (const chunk of withDeleted ? readRecords(collectionId) : readPatches(collectionId)) {
    for (const { path, id, fileSize, fileModified } of chunk) known.set(path, { id, fileSize, fileModified });
  }
  for (const { path, error } of await readFailures(collectionId)) {
    if (error.code === 'record-damaged') known.delete(path);
  }
  return known;
}

/** Files that could not be indexed, by path in ascending order. Of a damaged record, that it is damaged is all that is known. */
export async function readFailures(collectionId: string): Promise<FailureRecord[]> {
  const records = await transact(['failures'], 'readonly', (transaction) =>
    transaction.objectStore('failures').getAll(wholeCollection(collectionId)),
  );
  return records.map((record) => readFailureRecord(record) ?? { ...record, error: DAMAGED });
}

/** JPEG thumbnails of some patches by id. Those that are not there are left out, damaged ones too, which are reported. */
export async function readThumbnails(collectionId: string, ids: readonly number[]): Promise<Map<number, ArrayBuffer>> {
  const records = await transact([...BLOCK_STORES], 'readonly', (transaction) =>
    readRows(transaction, THUMBNAILS, collectionId, ids),
  );
  return new Map((await soundOf(records, readThumbnailRecord)).map(({ id, jpeg }) => [id, jpeg]));
}

/** Colours of some patches by id, with what `readThumbnails` leaves out. */
export async function readColoursOf(collectionId: string, ids: readonly number[]): Promise<Map<number, ColourRecord>> {
  const records = await transact([...BLOCK_STORES], 'readonly', (transaction) =>
    readRows(transaction, COLOURS, collectionId, ids),
  );
  return new Map((await soundOf(records, readColourRecord)).map((record) => [record.id, record]));
}
