/**
 * From a drop, a picked folder or chosen files to a list of images and slides. Folders are walked to the end through one small
 * tree interface, which Chromium's handles and the other browsers' entries both fit.
 */
import { AppError } from '../../base/errors.ts';
import { kindByName } from '../../imaging/supported-extensions.ts';
import type { FoundFile, Intake, ToldFile } from './intake.ts';
import { type Look, separateSlides } from './separate-slides.ts';
import { isHidden, toldByName } from './told-by-name.ts';

interface Leaf {
  readonly kind: 'file';
  readonly name: string;
  readonly handle?: FileSystemFileHandle;
  open(): Promise<File>;
}

interface Folder {
  readonly kind: 'folder';
  readonly name: string;
  children(): AsyncIterable<Leaf | Folder>;
}

/** Called with the number of files found so far. */
export type OnFound = (count: number) => void;

/** Collects what is found and what is passed over. */
class Finder {
  readonly files: FoundFile[] = [];
  readonly skipped = {
    hidden: [] as string[],
    unsupported: [] as string[],
    unreadable: [] as string[],
    told: [] as ToldFile[],
  };
  readonly #onFound: OnFound | undefined;

  constructor(onFound?: OnFound) {
    this.#onFound = onFound;
  }

  async visit(node: Leaf | Folder, path: string): Promise<void> {
    if (isHidden(node.name)) this.skipped.hidden.push(path);
    else if (node.kind === 'folder') await this.visitChildren(node, `${path}/`);
    else this.take(path, () => node.open(), node.handle);
  }

  async visitChildren(folder: Folder, prefix: string): Promise<void> {
    try {
      for await (const child of folder.children()) await this.visit(child, prefix + child.name);
    } catch {
      this.skipped.unreadable.push(prefix);
    }
  }

  take(path: string, open: () => Promise<File>, handle?: FileSystemFileHandle): void {
    if (!kindByName(path)) {
      const what = toldByName(path);
      if (what) this.skipped.told.push({ path, what });
      else this.skipped.unsupported.push(path);
      return;
    }
    this.files.push({ path, open: () => openOrExplain(open), ...(handle && { handle }) });
    this.#onFound?.(this.files.length);
  }

  async result(name: string, kind: Intake['kind'], handle?: FileSystemDirectoryHandle): Promise<Intake> {
    this.files.sort(byPath);
    const { unsupported, told, ...found } = await separateSlides(this.files, { detect, isMaskOf });
    const skipped = {
      ...this.skipped,
      unsupported: [...this.skipped.unsupported, ...unsupported],
      told: [...this.skipped.told, ...told],
    };
    return { name, kind, ...found, skipped, ...(handle && { handle }) };
  }
}

/** Their code is loaded with the first file that has to be looked into. */
const detect: Look['detect'] = async (file) => (await import('../../imaging/slides/detect-slide.ts')).detectSlide(file);
const isMaskOf: Look['isMaskOf'] = async (mask, image) => (await import('./look-at-masks.ts')).isMaskOf(mask, image);

const collator = new Intl.Collator('en', { numeric: true });

function byPath(a: FoundFile, b: FoundFile): number {
  return collator.compare(a.path, b.path);
}

async function openOrExplain(open: () => Promise<File>): Promise<File> {
  try {
    return await open();
  } catch (thrown) {
    throw new AppError('file-unreadable', thrown instanceof Error ? thrown.message : '', { cause: thrown });
  }
}

/** Everything in a drop. Call it inside the drop handler: the browser empties the transfer afterwards. */
export async function walkDrop(transfer: DataTransfer, onFound?: OnFound): Promise<Intake> {
  const roots = await Promise.all(
    [...transfer.items].filter((item) => item.kind === 'file').map((item) => dropRoot(item)),
  );
  const present = roots.filter((root) => root !== undefined);
  const [only] = present;
  if (present.length === 1 && only?.node.kind === 'folder') {
    return walkFolder(only.node, only.handle, onFound);
  }
  const finder = new Finder(onFound);
  for (const { node } of present) await finder.visit(node, node.name);
  return finder.result(chosenName(present.map(({ node }) => node.name)), 'files');
}

/** Everything in a folder that a person picked (Chromium). */
export function walkDirectory(handle: FileSystemDirectoryHandle, onFound?: OnFound): Promise<Intake> {
  return walkFolder(folderOfHandle(handle), handle, onFound);
}

/** Chosen files, or the flat list of a folder input, whose files know their path below the folder. */
export async function intakeFromFiles(files: FileList | readonly File[], onFound?: OnFound): Promise<Intake> {
  const finder = new Finder(onFound);
  const all = [...files];
  for (const file of all) {
    const path = pathBelowFolder(file);
    if (path.split('/').some(isHidden)) finder.skipped.hidden.push(path);
    else finder.take(path, () => Promise.resolve(file));
  }
  const folder = all[0]?.webkitRelativePath.split('/')[0];
  return folder ? finder.result(folder, 'folder') : finder.result(chosenName(all.map((file) => file.name)), 'files');
}

async function walkFolder(
  folder: Folder,
  handle: FileSystemDirectoryHandle | undefined,
  onFound: OnFound | undefined,
): Promise<Intake> {
  const finder = new Finder(onFound);
  await finder.visitChildren(folder, '');
  return finder.result(folder.name, 'folder', handle);
}

function pathBelowFolder(file: File): string {
  return file.webkitRelativePath ? file.webkitRelativePath.split('/').slice(1).join('/') : file.name;
}

function chosenName(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.length} items`;
}

/** One dropped item as a tree: by handle where the browser has them, by entry elsewhere. */
async function dropRoot(
  item: DataTransferItem,
): Promise<{ node: Leaf | Folder; handle?: FileSystemDirectoryHandle } | undefined> {
  // Both must be asked before the first await: the transfer is emptied when the handler returns.
  const handlePromise = 'getAsFileSystemHandle' in item ? item.getAsFileSystemHandle() : undefined;
  const entry = item.webkitGetAsEntry();
  const file = item.getAsFile();
  const handle = await handlePromise?.catch(() => null);
  if (handle?.kind === 'directory') {
    const directory = handle as FileSystemDirectoryHandle;
    return { node: folderOfHandle(directory), handle: directory };
  }
  if (entry?.isDirectory) return { node: folderOfEntry(entry as FileSystemDirectoryEntry) };
  if (!file) return undefined;
  const own = handle?.kind === 'file' && { handle: handle as FileSystemFileHandle };
  return { node: { kind: 'file', name: file.name, open: () => Promise.resolve(file), ...own } };
}

function folderOfHandle(handle: FileSystemDirectoryHandle): Folder {
  return {
    kind: 'folder',
    name: handle.name,
    async *children() {
      for await (const child of handle.values()) {
        if (child.kind === 'directory') yield folderOfHandle(child);
        else yield { kind: 'file', name: child.name, open: () => child.getFile() };
      }
    },
  };
}

function folderOfEntry(entry: FileSystemDirectoryEntry): Folder {
  return {
    kind: 'folder',
    name: entry.name,
    async *children() {
      const reader = entry.createReader();
      // A reader returns at most 100 entries a call; an empty answer is the end.
      for (let batch = await readEntries(reader); batch.length > 0; batch = await readEntries(reader)) {
        for (const child of batch)
          yield child.isDirectory ? folderOfEntry(child as FileSystemDirectoryEntry) : leafOfEntry(child);
      }
    },
  };
}

function leafOfEntry(entry: FileSystemEntry): Leaf {
  const fileEntry = entry as FileSystemFileEntry;
  return {
    kind: 'file',
    name: entry.name,
    open: () => new Promise((resolve, reject) => fileEntry.file(resolve, reject)),
  };
}

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
