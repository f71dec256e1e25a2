/**
 * What is done to the library beside whatever else is done, while nobody waits for it: what deleted collections leave behind is
 * removed, and what earlier versions have left is put where this one has it.
 */
import { createStore } from 'zustand/vanilla';
import { type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';
import { removeDeleted } from '../../library/deletion.ts';
import { packLoose } from '../../library/pack-loose.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';

/** One tab at a time does it. Another one waits, and goes on if that is closed. */
const LOCKS = { removal: 'gramscope-removal', packing: 'gramscope-packing' } as const;

export interface RemovalState {
  readonly isRemoving: boolean;
  /** Why something is left, which the next start tries again. */
  readonly error: ErrorReport | undefined;
}

export const removalStore = createStore<RemovalState>(() => ({ isRemoving: false, error: undefined }));

let controller = new AbortController();

/** Settles, without an error, when all removals that were begun have ended. */
let ended: Promise<unknown> = Promise.resolve();

/** The same of packing. */
let packed: Promise<unknown> = Promise.resolve();

/** To be called when a collection was deleted, and when the app starts. */
export function removeInBackground(): void {
  const { signal } = controller;
  removalStore.setState({ isRemoving: true, error: undefined });
  const removing: Promise<unknown> = navigator.locks
    .request(LOCKS.removal, { signal }, () => removeDeleted(signal))
    .catch((thrown) => {
      if (!isAbort(thrown)) removalStore.setState({ error: toErrorReport(thrown) });
    })
    .finally(() => {
      if (ended === removing) removalStore.setState({ isRemoving: false });
    });
  ended = removing;
}

/** To be called when the app starts. What is left, because the disk is full or the tab is closed, is for the next start. */
export function packInBackground(): void {
  const { signal } = controller;
  packed = navigator.locks
    .request(LOCKS.packing, { signal }, () => packLoose(signal))
    .catch((thrown) => {
      if (!isAbort(thrown) && toErrorReport(thrown).code !== 'storage-full') tellUnforeseen(thrown);
    });
}

/** Resolves when nothing is being removed or packed any more; what is left stays for the next start. */
export async function stopRemoval(): Promise<void> {
  controller.abort();
  controller = new AbortController();
  await Promise.all([ended, packed]);
}
