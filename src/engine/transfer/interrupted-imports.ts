/** Imports that a killed tab has left halfway. */
import { createStore } from 'zustand/vanilla';
import { discardRestoring, listRestoring, type RestoringCollection } from '../../library/restore.ts';
import { withWriterLock } from '../../library/writer-lock.ts';
import { removeInBackground } from '../collection/removal.ts';

/** Those that wait to be gone on with, the newest collection (not import) first. None while it is not known whether another tab is at them. */
export const interruptedImportsStore = createStore<{ readonly imports: readonly RestoringCollection[] }>(() => ({
  imports: [],
}));

/** Reads them anew for the screens. To be called by the writer alone: what another one is importing is not interrupted. */
export async function refreshInterruptedImports(): Promise<void> {
  interruptedImportsStore.setState({ imports: await listRestoring() });
}

/** Removes what an interrupted import has stored. @throws AppError another-tab-writes and the storage errors. */
export function discardImport(id: string): Promise<void> {
  return withWriterLock(async () => {
    await discardRestoring(id);
    removeInBackground();
    await refreshInterruptedImports();
  });
}
