/** OME-Zarr: a folder of thousands of small files, some of which have names of images and others hidden ones, is one slide. */
import { AppError } from '../../base/errors.ts';
import { type FileOfFolder, MOST_FILES, packFolder } from '../../imaging/slides/folder-file.ts';
import { extensionOf } from '../../imaging/supported-extensions.ts';

/** A folder as the walk has it. */
export interface ZarrTree {
  readonly name: string;
  children(): AsyncIterable<ZarrTree | { readonly kind: 'file'; readonly name: string; open(): Promise<File> }>;
}

/** Whether a folder's name says that it is one slide. */
export function isZarrName(folder: string): boolean {
  return extensionOf(folder) === 'zarr';
}

/** Whether a file says that the folder around it is Zarr, whatever its name. */
export function isZarrMark(file: string): boolean {
  return file === '.zgroup' || file === '.zattrs' || file === '.zarray' || file === 'zarr.json';
}

/** Segmentations, which have a folder of their own in that of the slide and are never read. */
const LABELS = 'labels';

/** @throws AppError file-unreadable, slide-variant for more files than can be listed */
export async function packTree(tree: ZarrTree): Promise<File> {
  const leaves: { readonly path: string; open(): Promise<File> }[] = [];
  await list(tree, '', leaves);
  const files: FileOfFolder[] = new Array(leaves.length);
  let next = 0;
  const openOnes = async () => {
    for (let at = next++; at < leaves.length; at = next++) {
      const leaf = leaves[at] as (typeof leaves)[number];
      files[at] = { path: leaf.path, file: await leaf.open() };
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openOnes));
  return packZarr(tree.name, files);
}

/** Files opened at the same time. */
const AT_ONCE = 32;

async function list(
  tree: ZarrTree,
  prefix: string,
  leaves: { readonly path: string; open(): Promise<File> }[],
): Promise<void> {
  for await (const child of tree.children()) {
    if ('open' in child) leaves.push({ path: prefix + child.name, open: () => child.open() });
    else if (child.name !== LABELS) await list(child, `${prefix}${child.name}/`, leaves);
    if (leaves.length > MOST_FILES) throw tooMany();
  }
}

/** @throws AppError slide-variant for more files than can be listed */
export function packZarr(name: string, files: readonly FileOfFolder[]): File {
  const own = files.filter(({ path }) => !path.split('/').slice(0, -1).includes(LABELS));
  if (own.length > MOST_FILES) throw tooMany();
  return packFolder(name, own);
}

function tooMany(): AppError {
  const detail = `OME-Zarr of more than ${MOST_FILES} files: write it again in larger chunks or in shards`;
  return new AppError('slide-variant', detail);
}

/** The folder of a handle as one file. @throws AppError slide-variant; DOMException when it cannot be read */
export function openZarrHandle(handle: FileSystemDirectoryHandle): Promise<File> {
  return packTree(treeOf(handle));
}

function treeOf(handle: FileSystemDirectoryHandle): ZarrTree {
  return {
    name: handle.name,
    async *children() {
      for await (const child of handle.values()) {
        if (child.kind === 'directory') yield treeOf(child);
        else yield { kind: 'file', name: child.name, open: () => child.getFile() } as const;
      }
    },
  };
}

/**
 * Parts a flat list of files into those of Zarr folders, by the path of the outermost one, and all others.
 * @param root Name of the folder that the paths are below; it stands for itself where it is a Zarr folder.
 */
export function partZarr(
  files: readonly FileOfFolder[],
  root: string,
): { slides: ReadonlyMap<string, readonly FileOfFolder[]>; others: readonly FileOfFolder[] } {
  const marked = new Set(files.flatMap(({ path }) => (isZarrMark(lastOf(path)) ? [folderOf(path)] : [])));
  const slides = new Map<string, FileOfFolder[]>();
  const others: FileOfFolder[] = [];
  for (const { path, file } of files) {
    const folder = outermost(path, marked, root);
    if (folder === undefined) others.push({ path, file });
    else {
      const name = folder || root;
      const own = slides.get(name) ?? [];
      own.push({ path: folder === '' ? path : path.slice(folder.length + 1), file });
      slides.set(name, own);
    }
  }
  return { slides, others };
}

/** The outermost folder around a file that is Zarr; '' for the one that all lie in. */
function outermost(path: string, marked: ReadonlySet<string>, root: string): string | undefined {
  if (root !== '' && (isZarrName(root) || marked.has(''))) return '';
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const folder = path.slice(0, slash);
    if (isZarrName(lastOf(folder)) || marked.has(folder)) return folder;
  }
  return undefined;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
