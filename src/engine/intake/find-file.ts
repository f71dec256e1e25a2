import { AppError } from '../../base/errors.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { mayRead } from './find-intake.ts';
import { folderOf } from './folders.ts';
import { openSample } from './sample.ts';
import { rememberedFile, rememberIntake } from './session-intakes.ts';
import { openPage, pageAt } from './stack-pages.ts';
import { openZarrHandle } from './zarr-folders.ts';

export type NotFound = { readonly needsPermission: true } | { readonly missing: true };

/**
 * The file of a collection at `path`. `needsPermission` when its folder is known but the browser wants a click first (see
 * `allowFolder`), `missing` when the folder would have to be given again or the file is gone.
 */
export async function findFile(collection: CollectionRecord, path: string): Promise<File | NotFound> {
  const { id, origin } = collection;
  if (origin.kind === 'sample' && !rememberedFile(id, path)) rememberIntake(id, await openSample());
  return orMissing(async () => {
    const remembered = rememberedFile(id, path);
    if (remembered) return remembered.open();
    const folder = folderOf(path, collection);
    if (!folder.handle) return { missing: true };
    if (!(await mayRead(folder.handle, 'check'))) return { needsPermission: true };
    return openAt(folder.handle, folder.path);
  });
}

/** The file of a handle, or the folder that is one slide; otherwise as `findFile`. */
export function openHandle(handle: FileSystemFileHandle | FileSystemDirectoryHandle): Promise<File | NotFound> {
  return orMissing(async () => {
    if (!(await mayRead(handle, 'check'))) return { needsPermission: true };
    return handle.kind === 'directory' ? openZarrHandle(handle) : handle.getFile();
  });
}

async function orMissing(open: () => Promise<File | NotFound>): Promise<File | NotFound> {
  try {
    return await open();
  } catch (thrown) {
    if (thrown instanceof DOMException || (thrown instanceof AppError && thrown.code === 'file-unreadable')) {
      return { missing: true };
    }
    throw thrown;
  }
}

/** The file at a path, or the page of a stack that the path stands for. */
async function openAt(root: FileSystemDirectoryHandle, path: string): Promise<File> {
  const place = pageAt(path);
  if (!place) return openBelow(root, path);
  try {
    return await openBelow(root, path);
  } catch {
    return openPage(await openBelow(root, place.stack), place.page);
  }
}

async function openBelow(root: FileSystemDirectoryHandle, path: string): Promise<File> {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = root;
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  const file = await folder.getFileHandle(name).catch(() => undefined);
  if (file) return file.getFile();
  // A folder that is one slide, which may be the one that was given.
  const slide = await folder.getDirectoryHandle(name).catch((thrown) => {
    if (path === root.name) return root;
    throw thrown;
  });
  return openZarrHandle(slide);
}
