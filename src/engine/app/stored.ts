/** What the app has stored on this machine, and the end of it. */
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';
import { countSchema } from '../../library/facts.ts';
import { deleteDatabase } from '../../library/open-database.ts';
import { privateRoot } from '../../library/private-files.ts';
import { withWriterLock } from '../../library/writer-lock.ts';
import { tellOtherTabs } from '../collection/other-tabs.ts';
import { stopRemoval } from '../collection/removal.ts';
import { cancelRun } from '../indexing/indexing.ts';

export interface KeptFiles {
  readonly files: number;
  readonly bytes: number;
}

/** The program itself, kept for work without a network; nothing of a person's is in it. */
export interface StoredProgram {
  readonly app: KeptFiles;
  readonly weights: KeptFiles;
}

export async function storedProgram(): Promise<StoredProgram> {
  const [app, weights] = await Promise.all([measureCaches('gramscope-app-'), measureCaches('gramscope-weights')]);
  return { app, weights };
}

/** Beside the database, since the browser clears the one without the other when the disk runs full. */
const MARKER_KEY = 'gramscope-collections';

/** How many collections were lost, when the browser has cleared the database by itself. */
export const lossStore = createStore<{ readonly lost: number }>(() => ({ lost: 0 }));

/** To be called with the collections as they are when the app starts. */
export function noticeLoss(collections: number): void {
  const remembered = parseOr(countSchema, Number(localStorage.getItem(MARKER_KEY) ?? 0), 0);
  if (collections === 0 && remembered > 0) lossStore.setState({ lost: remembered });
}

/** Takes the loss as known. */
export function dismissLoss(): void {
  rememberCollections(0);
  lossStore.setState({ lost: 0 });
}

/** To be called whenever the number of collections has changed. */
export function rememberCollections(collections: number): void {
  localStorage.setItem(MARKER_KEY, String(collections));
}

/**
 * Deletes all that a person has brought in or chosen: collections, thumbnails, barcodes, settings. What stays is the
 * program. The page has to be reloaded afterwards.
 * @throws AppError another-tab-writes, storage-failed.
 */
export async function deleteEverything(): Promise<void> {
  await cancelRun();
  await stopRemoval();
  await withWriterLock(async () => {
    await deleteDatabase();
    localStorage.clear();
    sessionStorage.clear();
    await clearPrivateFiles();
  });
  tellOtherTabs({ kind: 'everything-deleted' });
}

/** Exported files, and what an earlier version may have written. */
async function clearPrivateFiles(): Promise<void> {
  const root = await privateRoot();
  if (!root) return;
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}

async function measureCaches(prefix: string): Promise<KeptFiles> {
  const names = (await globalThis.caches?.keys()) ?? [];
  const responses = await Promise.all(names.filter((name) => name.startsWith(prefix)).map(readCache));
  const all = await Promise.all(responses.flat().map(async (response) => (await response.blob()).size));
  // An empty one says that there are no trained weights.
  const sizes = all.filter((size) => size > 0);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

async function readCache(name: string): Promise<readonly Response[]> {
  return (await caches.open(name)).matchAll();
}
