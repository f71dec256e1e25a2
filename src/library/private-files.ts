/**
 * Files in the origin's private file system: exports that are put together there where the browser cannot ask where to save.
 * Each page has a folder, which it keeps until it is closed, since nobody tells it when a download has ended. The next start
 * removes those of pages that are gone.
 */
import { thisPage } from './open-pages.ts';

const FOLDER = 'exports';

/** The folders of the pages; undefined where there is no private file system, or nothing was ever exported to it. */
async function findFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  const root = await privateRoot();
  return root?.getDirectoryHandle(FOLDER).catch(() => undefined);
}

/** What browsers say that keep no such files: Firefox and Safari, in private windows. */
const HAS_NONE = ['SecurityError', 'UnknownError'];

/** The root of all private files; undefined where the browser gives none. */
export async function privateRoot(): Promise<FileSystemDirectoryHandle | undefined> {
  return navigator.storage?.getDirectory?.().catch((thrown) => {
    if (!(thrown instanceof DOMException) || !HAS_NONE.includes(thrown.name)) throw thrown;
    return undefined;
  });
}

/** The folder of a page, which is made. @returns undefined where there is no private file system. */
export async function folderOfPage(page: string): Promise<FileSystemDirectoryHandle | undefined> {
  const root = await privateRoot();
  const folder = await root?.getDirectoryHandle(FOLDER, { create: true });
  return folder?.getDirectoryHandle(page, { create: true });
}

export interface PrivateFilesUse {
  readonly files: number;
  readonly bytes: number;
}

/** What all pages have there. */
export async function privateFilesUse(): Promise<PrivateFilesUse> {
  const folder = await findFolder();
  let [files, bytes] = [0, 0];
  for await (const page of folder?.values() ?? []) {
    if (page.kind !== 'directory') continue;
    for await (const entry of page.values()) {
      if (entry.kind !== 'file') continue;
      files++;
      bytes += (await entry.getFile()).size;
    }
  }
  return { files, bytes };
}

/** Removes what pages have left that are not open any more. What cannot be removed now is tried again at the next start. */
export async function removeLeftPrivateFiles(open: ReadonlySet<string>): Promise<void> {
  const folder = await findFolder();
  const pages: string[] = [];
  for await (const page of folder?.keys() ?? []) pages.push(page);
  const gone = pages.filter((page) => !open.has(page));
  await Promise.all(gone.map((page) => folder?.removeEntry(page, { recursive: true }).catch(() => {})));
}

/** Removes what this page has there and is not writing. */
export async function removeOwnPrivateFiles(): Promise<void> {
  const folder = await findFolder();
  const own = await folder?.getDirectoryHandle(await thisPage()).catch(() => undefined);
  const names: string[] = [];
  for await (const name of own?.keys() ?? []) names.push(name);
  // One that is being written is locked, and stays.
  await Promise.all(names.map((name) => own?.removeEntry(name).catch(() => {})));
}
