import type { ErrorCode } from '../../base/error-texts.ts';
import { AppError } from '../../base/errors.ts';
import { BLOCK_STORES, COLOURS, putRows, THUMBNAILS } from '../blocks.ts';
import { readAllCollections } from '../collections.ts';
import { freeName } from '../free-name.ts';
import { restoreLensBytes } from '../lenses.ts';
import {
  beginRestoring,
  countRestored,
  discardRestoring,
  endRestoring,
  listRestoring,
  type RestoringCollection,
} from '../restore.ts';
import type { CollectionRecord } from '../schema.ts';
import { writeBarcodes } from '../segments.ts';
import { restoreTableFile } from '../tables.ts';
import { transact } from '../transact.ts';
import { type ArchiveBatch, readBatches } from './archive-batches.ts';
import type { CheckedArchive } from './check-archive.ts';
import { fitsArchive } from './compare-remains.ts';
import { fitsWeights } from './manifest.ts';

/**
 * What is being done: comparing what an interrupted import of the same export has stored with it; then storing, as if there
 * was none, going on behind what is stored, or anew since that did not fit.
 */
export type StoringStep = 'comparing' | 'storing' | 'going-on' | 'storing-anew';

type Told = (step: StoringStep, share: number) => void;

/**
 * Stores an export as a new collection, which nobody sees before it is whole. When the tab is killed or storing fails, what
 * was stored of it stays, and the next import of the same export goes on from there. It goes again when it is aborted, and
 * when the export turns out not to be whole.
 * @param weightsId Of the weights in use.
 * @param onProgress Told the step and the share of it that is done, 0 to 1.
 * @throws AppError import-profile when its barcodes cannot be compared with those made here, import-damaged, import-invalid,
 * storage-full and the other storage errors, what reading the file throws; the signal's reason when aborted.
 */
export async function importArchive(
  archive: CheckedArchive,
  weightsId: string,
  signal: AbortSignal,
  onProgress: Told,
): Promise<CollectionRecord> {
  const { profile } = archive.manifest;
  if (!fitsWeights(profile, weightsId)) throw new AppError('import-profile', profile.weightsId);
  const remains = (await listRestoring()).find(({ restoring }) => restoring.archive === archive.digest);
  if (!remains) return storeRest(await begin(archive), archive, signal, (share) => onProgress('storing', share));
  if (await fitsArchive(remains, archive, signal, (share) => onProgress('comparing', share))) {
    return storeRest(remains, archive, signal, (share) => onProgress('going-on', share));
  }
  onProgress('storing-anew', 0);
  await discardRestoring(remains.id);
  return storeRest(await begin(archive), archive, signal, (share) => onProgress('storing-anew', share));
}

async function begin({ manifest, digest }: CheckedArchive): Promise<RestoringCollection> {
  const { format: _format, version: _version, tables: _tables, lens: _lens, sets: _sets, ...facts } = manifest;
  // Names of those that are being restored are taken; of those deleted that are still being removed they are not.
  const taken = (await readAllCollections()).filter(({ deleted, restoring }) => !deleted || restoring);
  const name = freeName(facts.name, taken);
  return beginRestoring({ ...facts, name, origin: { kind: 'files' } }, digest);
}

/** Stores what is not stored yet, and shows the collection. */
async function storeRest(
  collection: RestoringCollection,
  archive: CheckedArchive,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<CollectionRecord> {
  const { patchCount } = archive.manifest;
  let stored = collection.patchCount;
  const tell = () => onProgress(patchCount === 0 ? 1 : stored / patchCount);
  tell();
  try {
    for await (const batch of readBatches(archive, collection.id, collection.patchCount, patchCount)) {
      signal.throwIfAborted();
      await storeBatch(collection, batch);
      stored = batch.endId;
      tell();
    }
    signal.throwIfAborted();
    const { tables = [] } = archive.manifest;
    for (const [at, { id }] of tables.entries()) {
      await restoreTableFile(collection.id, id, (await archive.tables[at]?.arrayBuffer()) ?? new ArrayBuffer(0));
    }
    if (archive.lens) await restoreLensBytes(collection.id, await archive.lens.arrayBuffer());
    return await endRestoring(collection.id, archive.slides, archive.manifest);
  } catch (thrown) {
    if (stored === 0 || signal.aborted || isFinal(thrown)) await discardRestoring(collection.id);
    throw thrown;
  }
}

const FINAL: readonly ErrorCode[] = ['import-damaged', 'import-invalid'];

/** Whether to keep what is stored would be of no use. A drive that was unplugged comes back, and a full disk gets room. */
function isFinal(thrown: unknown): boolean {
  return thrown instanceof AppError && FINAL.some((code) => code === thrown.code);
}

function storeBatch(collection: RestoringCollection, batch: ArchiveBatch): Promise<void> {
  const { patches, thumbnails, colours, barcodes } = batch;
  const thumbnailBytes = thumbnails.reduce((sum, { jpeg }) => sum + jpeg.byteLength, 0);
  return transact(['collections', 'patches', ...BLOCK_STORES, 'segments'], 'readwrite', async (transaction) => {
    await countRestored(transaction, collection.id, { patchCount: patches.length, thumbnailBytes });
    await Promise.all([
      ...patches.map((patch) => transaction.objectStore('patches').add(patch)),
      writeBarcodes(transaction.objectStore('segments'), collection, barcodes),
      putRows(transaction, THUMBNAILS, collection.id, thumbnails),
      putRows(transaction, COLOURS, collection.id, colours),
    ]);
  });
}
