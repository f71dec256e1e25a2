/** The import of an exported collection that is under way, whatever screen it was begun on and which one shows. */
import { createStore } from 'zustand/vanilla';
import { type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';
import { type ImportStep, importFromFile } from './transfer.ts';

export interface ArchiveImport {
  readonly step: ImportStep;
  /** Of the step, 0 to 1. */
  readonly share: number;
  /** Set once it has failed. */
  readonly error?: ErrorReport;
}

/** Undefined when there is none, and once it has succeeded or was dismissed. */
export const archiveImportStore = createStore<{ readonly current: ArchiveImport | undefined }>(() => ({
  current: undefined,
}));

let controller = new AbortController();

/** Settles when the import begun last has ended: a while after it was dismissed. */
let ended: Promise<unknown> = Promise.resolve();

/**
 * Takes an exported collection in, once an import that was dismissed before has removed what it had stored.
 * @param expected Digest of the export, when it is to be the one whose import was interrupted.
 * @returns The new collection's id; undefined when it failed, which the store says, or was dismissed.
 */
export function startArchiveImport(file: Blob, expected?: string): Promise<string | undefined> {
  controller = new AbortController();
  const { signal } = controller;
  archiveImportStore.setState({ current: { step: 'checking', share: 0 } });
  const importing = ended.then(() => takeIn(file, expected, signal));
  ended = importing;
  return importing;
}

/** Cancels the import under way, or puts away the error of the one that failed. */
export function dismissArchiveImport(): void {
  controller.abort();
  archiveImportStore.setState({ current: undefined });
}

async function takeIn(file: Blob, expected: string | undefined, signal: AbortSignal): Promise<string | undefined> {
  let current: ArchiveImport = { step: 'checking', share: 0 };
  const onProgress = (step: ImportStep, share: number) => {
    current = { step, share };
    if (!signal.aborted) archiveImportStore.setState({ current });
  };
  try {
    const id = await importFromFile(file, expected, signal, onProgress);
    if (signal.aborted) return undefined;
    archiveImportStore.setState({ current: undefined });
    return id;
  } catch (thrown) {
    // To remove what a cancelled import has stored can fail too, which is said though nobody waits for it.
    if (!isAbort(thrown)) archiveImportStore.setState({ current: { ...current, error: toErrorReport(thrown) } });
    return undefined;
  }
}
