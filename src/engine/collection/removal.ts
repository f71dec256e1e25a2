/** Removes what deleted collections leave behind, beside whatever else is done: nobody waits for it. */
import { createStore } from 'zustand/vanilla';
import { type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';
import { removeDeleted } from '../../library/deletion.ts';

/** One tab removes at a time. Another one waits, and goes on if that is closed. */
const LOCK_NAME = 'gramscope-removal';

export interface RemovalState {
  readonly isRemoving: boolean;
  /** Why something is left, which the next start tries again. */
  readonly error: ErrorReport | undefined;
}

export const removalStore = createStore<RemovalState>(() => ({ isRemoving: false, error: undefined }));

let controller = new AbortController();

/** Settles, without an error, when all removals that were begun have ended. */
let ended: Promise<unknown> = Promise.resolve();

/** To be called when a collection was deleted, and when the app starts. */
export function removeInBackground(): void {
  const { signal } = controller;
  removalStore.setState({ isRemoving: true, error: undefined });
  const removing: Promise<unknown> = navigator.locks
    .request(LOCK_NAME, { signal }, () => removeDeleted(signal))
    .catch((thrown) => {
      if (!isAbort(thrown)) removalStore.setState({ error: toErrorReport(thrown) });
    })
    .finally(() => {
      if (ended === removing) removalStore.setState({ isRemoving: false });
    });
  ended = removing;
}

/** Resolves when nothing is being removed any more; what is left stays for the next start. */
export async function stopRemoval(): Promise<void> {
  controller.abort();
  controller = new AbortController();
  await ended;
}
