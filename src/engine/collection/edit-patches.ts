/** Labels that a person gives, and patches that a person deletes: in the library, in the search and on the screen. */
import { bringBack, eraseBinned } from '../../library/bin.ts';
import {
  deletePatches as deleteStored,
  type LabelOfPatch,
  type Relabelled,
  relabelPatches as relabelStored,
  restoreLabels,
} from '../../library/edit-patches.ts';
import { thisPage } from '../../library/open-pages.ts';
import { holdsWriterLock, isWriting, withWriterLock } from '../../library/writer-lock.ts';
import { refreshCollections } from './collections-list.ts';
import { showBroughtBack, showDeleted, showRelabelled } from './open-collection.ts';
import { noteAct } from './undo.ts';

type OnProgress = (done: number) => void;

/**
 * Gives patches another label, which can be undone. What has been changed when it fails stays changed.
 * @param label Empty for none.
 * @param onProgress Told how many are done.
 * @throws AppError another-tab-writes, collection-missing and the storage errors.
 */
export async function relabelPatches(
  collectionId: string,
  ids: readonly number[],
  label: string,
  onProgress: OnProgress,
): Promise<void> {
  const before: LabelOfPatch[] = [];
  try {
    await relabel(collectionId, relabelStored(collectionId, ids, label), (step, done) => {
      before.push(...step.before);
      onProgress(done);
    });
  } finally {
    const patchIds = before.map(({ id }) => id);
    const undoing = {
      undo: (onUndone: OnProgress) =>
        relabel(collectionId, restoreLabels(collectionId, before), (_, done) => onUndone(done)),
      forget: async () => {},
    };
    if (patchIds.length > 0) noteAct({ collectionId, change: { kind: 'relabelled', label }, patchIds }, undoing);
  }
}

/** @returns How many were changed. */
function relabel(
  collectionId: string,
  steps: AsyncIterable<Relabelled>,
  onStep: (step: Relabelled, done: number) => void,
): Promise<number> {
  return asWriter(async () => {
    let done = 0;
    for await (const step of steps) {
      showRelabelled(collectionId, step.patches);
      done += step.patches.length;
      onStep(step, done);
    }
    return done;
  });
}

/**
 * Deletes what was stored of patches, which can be undone; the files they came from stay as they are. Otherwise as
 * `relabelPatches`.
 * @param forGood Keeps nothing to undo it with, where there is no room for that.
 */
export async function deletePatches(
  collectionId: string,
  ids: readonly number[],
  onProgress: OnProgress,
  forGood = false,
): Promise<void> {
  const patchIds: number[] = [];
  const page = forGood ? undefined : await thisPage();
  try {
    await asWriter(async () => {
      for await (const deleted of deleteStored(collectionId, ids, page)) {
        showDeleted(collectionId, deleted);
        patchIds.push(...deleted);
        onProgress(patchIds.length);
      }
    });
  } finally {
    if (page !== undefined && patchIds.length > 0) noteDeletion(collectionId, patchIds, page);
    await refreshCollections();
  }
}

function noteDeletion(collectionId: string, patchIds: readonly number[], page: string): void {
  const undo = async (onProgress: OnProgress) => {
    try {
      return await asWriter(async () => {
        let done = 0;
        for await (const { patches, barcodes } of bringBack(collectionId, patchIds, page)) {
          showBroughtBack(collectionId, patches, barcodes);
          done += patches.length;
          onProgress(done);
        }
        return done;
      });
    } finally {
      await refreshCollections();
    }
  };
  const forget = () => eraseBinned(collectionId, patchIds, page);
  noteAct({ collectionId, change: { kind: 'deleted' }, patchIds }, { undo, forget });
}

/** Whether this tab may change patches now: no other one is writing. */
export async function mayEditPatches(): Promise<boolean> {
  return holdsWriterLock() || !(await isWriting());
}

/** A run of this tab writes in whole batches, as an edit does: they do not get in each other's way. */
function asWriter<Result>(work: () => Promise<Result>): Promise<Result> {
  return holdsWriterLock() ? work() : withWriterLock(work);
}
