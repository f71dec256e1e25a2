/** Labels that a person gives, and patches that a person deletes: in the library, in the search and on the screen. */
import { deletePatches as deleteStored, relabelPatches as relabelStored } from '../../library/edit-patches.ts';
import { holdsWriterLock, isWriting, withWriterLock } from '../../library/writer-lock.ts';
import { refreshCollections } from './collections-list.ts';
import { showDeleted, showRelabelled } from './open-collection.ts';

/**
 * Gives patches another label. What has been changed when it fails stays changed.
 * @param label Empty for none.
 * @param onProgress Told how many are done.
 * @throws AppError another-tab-writes, collection-missing and the storage errors.
 */
export function relabelPatches(
  collectionId: string,
  ids: readonly number[],
  label: string,
  onProgress: (done: number) => void,
): Promise<void> {
  return asWriter(async () => {
    let done = 0;
    for await (const patches of relabelStored(collectionId, ids, label)) {
      showRelabelled(collectionId, patches);
      done += patches.length;
      onProgress(done);
    }
  });
}

/** Deletes what was stored of patches; the files they came from stay as they are. Otherwise as `relabelPatches`. */
export async function deletePatches(
  collectionId: string,
  ids: readonly number[],
  onProgress: (done: number) => void,
): Promise<void> {
  try {
    await asWriter(async () => {
      let done = 0;
      for await (const deleted of deleteStored(collectionId, ids)) {
        showDeleted(collectionId, deleted);
        done += deleted.length;
        onProgress(done);
      }
    });
  } finally {
    await refreshCollections();
  }
}

/** Whether this tab may change patches now: no other one is writing. */
export async function mayEditPatches(): Promise<boolean> {
  return holdsWriterLock() || !(await isWriting());
}

/** A run of this tab writes in whole batches, as an edit does: they do not get in each other's way. */
function asWriter(work: () => Promise<void>): Promise<void> {
  return holdsWriterLock() ? work() : withWriterLock(work);
}
