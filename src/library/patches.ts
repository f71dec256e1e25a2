import { AppError } from '../base/errors.ts';
import { checksum } from './checksum.ts';
import { numbersBetween, wholeCollection } from './key-ranges.ts';
import type { ColourRecord, FailureRecord, PatchRecord, ThumbnailRecord } from './schema.ts';
import { setAside } from './set-aside.ts';
import { transact } from './transact.ts';

const CHUNK = 2_000;

/** What tells whether a file has changed since its patch was stored. */
export type KnownFile = Pick<PatchRecord, 'id' | 'fileSize' | 'fileModified'>;

/** Every patch of a collection in id order, up to 2,000 at a time. A collection that is not there has none. */
export async function* readPatches(collectionId: string): AsyncGenerator<PatchRecord[]> {
  for (let first = 0; ; first += CHUNK) {
    const chunk = await readPatchesBetween(collectionId, first, first + CHUNK);
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
  }
}

/** The colours of every patch of a collection in id order, up to 2,000 at a time. */
export async function* readColours(collectionId: string): AsyncGenerator<ColourRecord[]> {
  for (let first = 0; ; first += CHUNK) {
    const chunk = await readColoursBetween(collectionId, first, first + CHUNK);
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
  }
}

/** @throws AppError patch-missing. */
export async function readPatch(collectionId: string, id: number): Promise<PatchRecord> {
  const [patch] = await readPatchesBetween(collectionId, id, id + 1);
  if (!patch) throw new AppError('patch-missing', `${collectionId}/${id}`);
  return patch;
}

/** Files that have a patch, by path; those whose stored barcode was found damaged are left out, to be indexed anew. */
export async function readKnownFiles(collectionId: string): Promise<Map<string, KnownFile>> {
  const known = new Map<string, KnownFile>();
  for await (const chunk of readPatches(collectionId)) {
    for (const { path, id, fileSize, fileModified } of chunk) known.set(path, { id, fileSize, fileModified });
  }
  for (const { path, error } of await readFailures(collectionId)) {
    if (error.code === 'record-damaged') known.delete(path);
  }
  return known;
}

/** Files that could not be indexed, by path in ascending order. */
export function readFailures(collectionId: string): Promise<FailureRecord[]> {
  return transact(['failures'], 'readonly', (transaction) =>
    transaction.objectStore('failures').getAll(wholeCollection(collectionId)),
  );
}

/** JPEG thumbnails of some patches by id. Those that are not there are left out, damaged ones too, which are reported. */
export async function readThumbnails(collectionId: string, ids: readonly number[]): Promise<Map<number, ArrayBuffer>> {
  const records = await transact(['thumbnails'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('thumbnails');
    const runs = consecutiveRuns(ids).map(({ first, end }) => store.getAll(numbersBetween(collectionId, first, end)));
    return (await Promise.all(runs)).flat();
  });
  const damaged = records.filter(isDamaged);
  if (damaged.length > 0)
    await setAside(
      collectionId,
      damaged.map(({ id }) => id),
    );
  return new Map(records.filter((record) => !isDamaged(record)).map(({ id, jpeg }) => [id, jpeg]));
}

function isDamaged({ jpeg, checksum: expected }: ThumbnailRecord): boolean {
  return expected !== undefined && checksum(new Uint8Array(jpeg)) !== expected;
}

/** A window of the gallery is mostly consecutive ids, and one request for a run of them costs about as much as for one. */
function consecutiveRuns(ids: readonly number[]): { first: number; end: number }[] {
  const runs: { first: number; end: number }[] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === id) last.end = id + 1;
    else runs.push({ first: id, end: id + 1 });
  }
  return runs;
}

function readPatchesBetween(collectionId: string, first: number, end: number): Promise<PatchRecord[]> {
  return transact(['patches'], 'readonly', (transaction) =>
    transaction.objectStore('patches').getAll(numbersBetween(collectionId, first, end)),
  );
}

function readColoursBetween(collectionId: string, first: number, end: number): Promise<ColourRecord[]> {
  return transact(['colours'], 'readonly', (transaction) =>
    transaction.objectStore('colours').getAll(numbersBetween(collectionId, first, end)),
  );
}
