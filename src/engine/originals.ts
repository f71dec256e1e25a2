import { getCollection } from '../library/collections.ts';
import type { PatchRecord } from '../library/schema.ts';
import { patchReaders } from './decoding/patch-reader-pool.ts';
import { findFile, type NotFound } from './find-file.ts';
import { mayRead } from './intake/find-intake.ts';

/** Longer side in pixels that an original is shown with at most. */
const DISPLAY_SIDE = 4096;

export type Original = { readonly blob: Blob } | NotFound;

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
