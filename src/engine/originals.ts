import { AppError } from '../base/errors.ts';
import { getCollection } from '../library/collections.ts';
import type { CollectionRecord, PatchRecord } from '../library/schema.ts';
import { patchReaders } from './decoding/patch-reader-pool.ts';
import { mayRead } from './intake/find-intake.ts';
import { openSample } from './intake/sample.ts';
import { rememberedFile, rememberIntake } from './intake/session-intakes.ts';

/** Longer side in pixels that an original is shown with at most. */
const DISPLAY_SIDE = 4096;

export type Original = { readonly blob: Blob } | { readonly needsPermission: true } | { readonly missing: true };

/**
 * The original image of a patch, decoded for the screen. `needsPermission` when its folder is known but the browser
 * wants a click first (see `allowFolder`), `missing` when the folder would have to be dropped again or the file is gone.
 * @throws AppError when the file can be opened but not read as an image any more.
 */
export async function readOriginal(patch: PatchRecord, signal: AbortSignal): Promise<Original> {
  const collection = await getCollection(patch.collectionId);
  const file = await findFile(collection, patch.path);
  if (!(file instanceof File)) return file;
  return { blob: await patchReaders().readForDisplay(file, DISPLAY_SIDE, signal) };
}

/** Asks the browser for the folder of a collection. Call it from a click. */
export async function allowFolder(collectionId: string): Promise<boolean> {
  const { origin } = await getCollection(collectionId);
  return origin.kind === 'folder' && origin.handle !== undefined && mayRead(origin.handle, 'ask');
}

async function findFile(
  { id, origin }: CollectionRecord,
  path: string,
): Promise<File | { needsPermission: true } | { missing: true }> {
  if (origin.kind === 'sample' && !rememberedFile(id, path)) rememberIntake(id, await openSample());
  try {
    const remembered = rememberedFile(id, path);
    if (remembered) return await remembered.open();
    if (origin.kind !== 'folder' || !origin.handle) return { missing: true };
    if (!(await mayRead(origin.handle, 'check'))) return { needsPermission: true };
    return await openBelow(origin.handle, path);
  } catch (thrown) {
    if (thrown instanceof DOMException || (thrown instanceof AppError && thrown.code === 'file-unreadable')) {
      return { missing: true };
    }
    throw thrown;
  }
}

async function openBelow(root: FileSystemDirectoryHandle, path: string): Promise<File> {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let folder = root;
  for (const part of parts) folder = await folder.getDirectoryHandle(part);
  return (await folder.getFileHandle(name)).getFile();
}
