/** Carries collections out to a file and back in. No other tab writes meanwhile. */
import { AppError, toErrorReport } from '../../base/errors.ts';
import type { FileTarget } from '../../base/file-target.ts';
import type { StoringStep } from '../../library/archive/import-archive.ts';
import { askForPersistence } from '../../library/persist.ts';
import { withWriterLock } from '../../library/writer-lock.ts';
import { refreshCollections } from '../collection/collections-list.ts';
import { removeInBackground } from '../collection/removal.ts';
import { encoder } from '../device/encoder-host.ts';
import { refreshInterruptedImports } from './interrupted-imports.ts';

/**
 * Writes a collection to a file, whole or not at all.
 * @throws AppError another-tab-writes, collection-missing, export-full and the storage errors; the signal's reason when aborted.
 */
export async function exportToFile(
  collectionId: string,
  target: FileTarget,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<void> {
  try {
    const { exportCollection } = await import('../../library/archive/export-collection.ts');
    await withWriterLock(() => exportCollection(collectionId, (bytes) => target.write(bytes), signal, onProgress));
    await target.close();
  } catch (thrown) {
    await target.discard();
    const { code, detail } = toErrorReport(thrown);
    throw code === 'storage-full' ? new AppError('export-full', detail) : thrown;
  }
}

export type ImportStep = 'checking' | StoringStep;

/**
 * Takes an exported collection in. The file is read and checked to its end before anything is stored; an interrupted import
 * of the same file is gone on with.
 * @param expected Digest that the export must have; undefined takes any.
 * @returns The new collection's id.
 * @throws AppError import-other, import-foreign, import-damaged, import-profile, another-tab-writes, the storage errors
 * and what starting the encoder throws; the signal's reason when aborted.
 */
export async function importFromFile(
  file: Blob,
  expected: string | undefined,
  signal: AbortSignal,
  onProgress: (step: ImportStep, share: number) => void,
): Promise<string> {
  const { weightsId } = await encoder().ready();
  const [{ checkArchive }, { importArchive }] = await Promise.all([
    import('../../library/archive/check-archive.ts'),
    import('../../library/archive/import-archive.ts'),
  ]);
  const collection = await withWriterLock(async () => {
    const archive = await checkArchive(file, signal, (share) => onProgress('checking', share));
    if (expected !== undefined && archive.digest !== expected) throw new AppError('import-other');
    askForPersistence();
    try {
      return await importArchive(archive, weightsId, signal, onProgress);
    } finally {
      removeInBackground();
      await refreshInterruptedImports();
    }
  });
  await refreshCollections();
  return collection.id;
}
