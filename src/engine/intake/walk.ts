/**
 * From a drop, a picked folder or chosen files to a list of images and slides. Folders are walked to the end through one small
 * tree interface, which handles (Chromium) and entries (every browser, in a drop) both fit.
 */
import { AppError } from '../../base/errors.ts';
import { kindByName } from '../../imaging/supported-extensions.ts';
import type { FoundFile, Intake, ToldFile } from './intake.ts';
import { type Look, separateSlides } from './separate-slides.ts';
import { isHidden, toldByName } from './told-by-name.ts';
import { isZarrMark, isZarrName, packTree, packZarr, partZarr } from './zarr-folders.ts';

interface Leaf {
  readonly kind: 'file';
  readonly name: string;
  readonly handle?: FileSystemFileHandle;
  /** The folder's handle leaves it out, so that a page which reopens the folder after a reload does not find it. */
  readonly isDropOnly?: true;
  open(): Promise<File>;
}

interface Folder {
  readonly kind: 'folder';
  readonly name: string;
  children(): AsyncIterable<Leaf | Folder>;
}

const DROP_ONLY =
  'indexed now, but this browser hides such names when it reopens a folder: after a reload, drop the folder again to resume';
const SAME_NAME =
  'chosen together with a file of the same name, which is indexed in its place: drop the folders that they lie in instead';
const NO_FILE = 'dropped as an address or as text, which a page cannot open: choose the folder or the files instead';
const NO_CONTENT = 'dropped without its content: choose it instead';

/** More are results of something, not descriptions of a folder. */
const MOST_TABLES = 5;

/** Called with the number of files found so far. */
export type OnFound = (count: number) => void;

/** Collects what is found and what is passed over. */
class Finder {
  readonly files: FoundFile[] = [];
  /** Of kinds that are not read, but may be parts of a slide. */
  readonly #others: FoundFile[] = [];
  readonly skipped = {
    hidden: [] as string[],
    unreadable: [] as string[],
    told: [] as ToldFile[],
  };
  readonly #notes: ToldFile[] = [];
  readonly #tables: FoundFile[] = [];
  readonly #paths = new Set<string>();
  readonly #onFound: OnFound | undefined;

  constructor(onFound?: OnFound) {
    this.#onFound = onFound;
  }

  async visit(node: Leaf | Folder, path: string): Promise<void> {
    if (isHidden(node.name)) this.skipped.hidden.push(path);
    else if (node.kind === 'folder' && isZarrName(node.name)) this.takeZarr(path, node);
    else if (node.kind === 'folder') await this.visitChildren(node, path);
    else this.take(path, node);
  }

  /** @param path Of the folder; empty for the one that was dropped. */
  async visitChildren(folder: Folder, path: string): Promise<void> {
    const prefix = path === '' ? '' : `${path}/`;
    try {
      for await (const child of folder.children()) {
        if (child.kind === 'file' && isZarrMark(child.name)) {
          this.#forgetBelow(prefix);
          this.takeZarr(path || folder.name, folder);
          return;
        }
        await this.visit(child, prefix + child.name);
      }
    } catch {
      this.skipped.unreadable.push(prefix);
    }
  }

  take(path: string, { handle, isDropOnly, open }: Pick<Leaf, 'handle' | 'isDropOnly' | 'open'>): void {
    if (!kindByName(path)) {
      const what = toldByName(path);
      if (/\.(csv|tsv)$/i.test(path)) this.#tables.push({ path, open: () => openOrExplain(open) });
      if (what) this.skipped.told.push({ path, what });
      else this.#others.push({ path, open: () => openOrExplain(open), ...(handle && { handle }) });
      return;
    }
    // A patch is known by its path: the second one would take the place of the first.
    if (this.#paths.has(path)) {
      this.skipped.told.push({ path, what: SAME_NAME });
      return;
    }
    this.#paths.add(path);
    const further = { ...(handle && { handle }), ...(isDropOnly && { isDropOnly }) };
    this.files.push({ path, open: () => openOrExplain(open), ...further });
    if (isDropOnly) this.#notes.push({ path, what: DROP_ONLY });
    this.#onFound?.(this.files.length);
  }

  /** A folder that is one slide, of whose files none stands for itself. */
  takeZarr(path: string, folder: Folder | FileSystemDirectoryHandle, handle?: FileSystemDirectoryHandle): void {
    const tree = 'children' in folder ? folder : folderOfHandle(folder);
    this.#takeFolder(path, () => packTree(tree), handle);
  }

  /** The same of a list of files, as folder inputs give it. */
  takeZarrFiles(path: string, files: readonly { readonly path: string; readonly file: File }[]): void {
    this.#takeFolder(path, async () => packZarr(lastPart(path), files));
  }

  #takeFolder(path: string, pack: () => Promise<File>, handle?: FileSystemDirectoryHandle): void {
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    this.files.push({
      path,
      open: onceUntilItFails(() => openOrExplain(pack)),
      isFolder: true,
      ...(handle && { handle }),
    });
    this.#onFound?.(this.files.length);
  }

  /** Of a folder that turns out to be one slide. */
  #forgetBelow(prefix: string): void {
    const isBelow = (path: string) => path.startsWith(prefix);
    for (const list of [this.files, this.#others, this.#tables]) keep(list, ({ path }) => !isBelow(path));
    for (const list of [this.skipped.told, this.#notes]) keep(list, ({ path }) => !isBelow(path));
    for (const list of [this.skipped.hidden, this.skipped.unreadable]) keep(list, (path) => !isBelow(path));
    for (const path of this.#paths) if (isBelow(path)) this.#paths.delete(path);
  }

  async result(name: string, kind: Intake['kind'], handle?: FileSystemDirectoryHandle): Promise<Intake> {
    this.files.sort(byPath);
    const look = { detect, isMaskOf };
    const { unsupported, told, ...found } = await separateSlides(this.files, look, this.#others.sort(byPath));
    const skipped = {
      ...this.skipped,
      unsupported,
      told: [...this.skipped.told, ...told],
    };
    const tables = this.#tables.sort((a, b) => depthOf(a) - depthOf(b) || byPath(a, b)).slice(0, MOST_TABLES);
    const beside = { notes: [...this.#notes, ...found.notes], skipped, ...(tables.length > 0 && { tables }) };
    return { name, kind, ...found, ...beside, ...(handle && { handle }) };
  }
}

function keep<Item>(list: Item[], isKept: (item: Item) => boolean): void {
  const kept = list.filter(isKept);
  list.length = 0;
  for (const item of kept) list.push(item);
}

/** A folder of thousands of files is listed once, however often it is opened. */
function onceUntilItFails(open: () => Promise<File>): () => Promise<File> {
  let opening: Promise<File> | undefined;
  return () => {
    opening ??= open().catch((thrown) => {
      opening = undefined;
      throw thrown;
    });
    return opening;
  };
}

function depthOf({ path }: FoundFile): number {
  return path.split('/').length;
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
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const opening = items.map((item) => dropRoot(item));
  const addresses = transfer.getData('text/uri-list').split(/\r?\n/).filter(isAddress);
  const text = transfer.getData('text/plain').trim();
  const roots = (await Promise.all(opening)).filter((root) => root !== undefined);
  const names = roots.map(({ node }) => node.name);
  const finder = new Finder(onFound);
  for (const path of notFilesAmong(addresses, text, names)) finder.skipped.told.push({ path, what: NO_FILE });
  for (let at = roots.length; at < items.length; at++) finder.skipped.told.push({ path: 'unnamed', what: NO_CONTENT });
  const [only] = roots;
  if (roots.length === 1 && only?.node.kind === 'folder' && !isZarrName(only.node.name)) {
    await finder.visitChildren(only.node, '');
    return finder.result(only.node.name, 'folder', only.handle);
  }
  for (const { node, handle } of roots) {
    // By its own handle, a folder that is one slide is found again after a reload.
    if (node.kind === 'folder' && isZarrName(node.name)) finder.takeZarr(node.name, node, handle);
    else await finder.visit(node, node.name);
  }
  return finder.result(chosenName(names), 'files');
}

/** Of a list of addresses, whose other lines are comments. */
function isAddress(line: string): boolean {
  return line !== '' && !line.startsWith('#');
}

/** What of a drop came as an address or as text, and is none of its files; as a person reads it. */
function notFilesAmong(addresses: readonly string[], text: string, names: readonly string[]): string[] {
  const inWords = addresses.map(readableAddress);
  // What is dragged from another page comes as a file and an address.
  if (names.length > 0) return inWords.filter((it) => it.startsWith('file:') && !names.includes(lastPart(it)));
  if (inWords.length > 0) return inWords;
  return text === '' ? [] : [text.length > 80 ? `${text.slice(0, 80)} …` : text];
}

function readableAddress(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function lastPart(address: string): string {
  return address.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** Everything in a folder that a person picked (Chromium). */
export async function walkDirectory(handle: FileSystemDirectoryHandle, onFound?: OnFound): Promise<Intake> {
  const finder = new Finder(onFound);
  if (isZarrName(handle.name)) finder.takeZarr(handle.name, handle);
  else await finder.visitChildren(folderOfHandle(handle), '');
  return finder.result(handle.name, 'folder', handle);
}

/** Chosen files, or the flat list of a folder input, whose files know their path below the folder. */
export async function intakeFromFiles(files: FileList | readonly File[], onFound?: OnFound): Promise<Intake> {
  const finder = new Finder(onFound);
  const all = [...files];
  const folder = all[0]?.webkitRelativePath.split('/')[0];
  const { slides, others } = partZarr(
    all.map((file) => ({ path: pathBelowFolder(file), file })),
    folder ?? '',
  );
  for (const [path, own] of slides) finder.takeZarrFiles(path, own);
  for (const { path, file } of others) {
    if (path.split('/').some(isHidden)) finder.skipped.hidden.push(path);
    else finder.take(path, { open: () => Promise.resolve(file) });
  }
  return folder ? finder.result(folder, 'folder') : finder.result(chosenName(all.map((file) => file.name)), 'files');
}

function pathBelowFolder(file: File): string {
  return file.webkitRelativePath ? file.webkitRelativePath.split('/').slice(1).join('/') : file.name;
}

function chosenName(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : `${names.length} items`;
}

/** One dropped item as a tree: by handle and entry where the browser has both, by entry elsewhere. */
async function dropRoot(
  item: DataTransferItem,
): Promise<{ node: Leaf | Folder; handle?: FileSystemDirectoryHandle } | undefined> {
  // All must be asked before the first await: the transfer is emptied when the handler returns.
  const handlePromise = 'getAsFileSystemHandle' in item ? item.getAsFileSystemHandle() : undefined;
  const entry = item.webkitGetAsEntry();
  const file = item.getAsFile();
  const handle = await handlePromise?.catch(() => null);
  if (handle?.kind === 'directory') {
    const directory = handle as FileSystemDirectoryHandle;
    return { node: folderOfBoth(directory, entry), handle: directory };
  }
  if (entry?.isDirectory) return { node: folderOfEntry(entry as FileSystemDirectoryEntry) };
  if (!file) return undefined;
  const own = handle?.kind === 'file' && { handle: handle as FileSystemFileHandle };
  return { node: { kind: 'file', name: file.name, open: () => Promise.resolve(file), ...own } };
}

/**
 * A dropped folder by its handle, which can be kept, together with its entry, which lists all: Chromium's handles leave
 * out names that another system might misread (`a:b`, `~a`, `con`), files and whole folders.
 */
function folderOfBoth(handle: FileSystemDirectoryHandle, entry: FileSystemEntry | null | undefined): Folder {
  if (!entry?.isDirectory) return folderOfHandle(handle);
  return {
    kind: 'folder',
    name: handle.name,
    async *children() {
      const onlyDropped = await byName(entry as FileSystemDirectoryEntry);
      for await (const child of handle.values()) {
        const twin = onlyDropped.get(child.name);
        onlyDropped.delete(child.name);
        yield child.kind === 'directory' ? folderOfBoth(child, twin) : leafOfHandle(child);
      }
      for (const child of onlyDropped.values()) yield nodeOfEntry(child, { isDropOnly: true });
    },
  };
}

/** What an entry lists; nothing where it cannot, since the handle may. */
async function byName(entry: FileSystemDirectoryEntry): Promise<Map<string, FileSystemEntry>> {
  const found = new Map<string, FileSystemEntry>();
  try {
    for await (const child of entriesBelow(entry)) found.set(child.name, child);
  } catch {
    // A handle that cannot list it either is told.
  }
  return found;
}

function folderOfHandle(handle: FileSystemDirectoryHandle): Folder {
  return {
    kind: 'folder',
    name: handle.name,
    async *children() {
      for await (const child of handle.values()) {
        yield child.kind === 'directory' ? folderOfHandle(child) : leafOfHandle(child);
      }
    },
  };
}

function leafOfHandle(handle: FileSystemFileHandle): Leaf {
  return { kind: 'file', name: handle.name, open: () => handle.getFile() };
}

type Mark = Pick<Leaf, 'isDropOnly'>;

function folderOfEntry(entry: FileSystemDirectoryEntry, mark: Mark = {}): Folder {
  return {
    kind: 'folder',
    name: entry.name,
    async *children() {
      for await (const child of entriesBelow(entry)) yield nodeOfEntry(child, mark);
    },
  };
}

function nodeOfEntry(entry: FileSystemEntry, mark: Mark): Leaf | Folder {
  if (entry.isDirectory) return folderOfEntry(entry as FileSystemDirectoryEntry, mark);
  const open = () => new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
  return { kind: 'file', name: entry.name, open, ...mark };
}

async function* entriesBelow(entry: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = entry.createReader();
  // A reader returns at most 100 entries a call; an empty answer is the end.
  for (let batch = await readEntries(reader); batch.length > 0; batch = await readEntries(reader)) yield* batch;
}

function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
