/**
 * Thumbnails as addresses for the patches on the screen. The window requested last is read first; those least recently shown
 * are let go, so that memory stays bounded in a collection of any size.
 */
import { createStore } from 'zustand/vanilla';
import { jpegAddress } from '../../base/jpeg-address.ts';
import { readThumbnails } from '../../library/patches.ts';

/** Addresses kept: some screens full of small patches. At 9 kB a thumbnail that is about 24 MB. */
const CAPACITY = 2_000;

/** Rises whenever `thumbnailUrl` may answer differently. */
export const thumbnailsStore = createStore<{ readonly version: number }>(() => ({ version: 0 }));

/** In the order of last use: a Map iterates in the order of insertion. */
const urls = new Map<string, string>();

/** The address of a thumbnail that has been loaded; undefined until `requestThumbnails` has brought it. */
export function thumbnailUrl(collectionId: string, patchId: number): string | undefined {
  return urls.get(keyOf(collectionId, patchId));
}

/** Loads the thumbnails of a window of patches that are not there yet, in one read. */
export async function requestThumbnails(collectionId: string, ids: readonly number[]): Promise<void> {
  const missing = ids.filter((id) => !markUsed(keyOf(collectionId, id)));
  if (missing.length === 0) return;
  const thumbnails = await readThumbnails(collectionId, missing);
  for (const [id, jpeg] of thumbnails) keep(keyOf(collectionId, id), jpeg);
  if (thumbnails.size > 0) announce();
}

/** Forgets thumbnails whose patches have changed. */
export function dropThumbnails(collectionId: string, ids: readonly number[]): void {
  const dropped = ids.filter((id) => urls.delete(keyOf(collectionId, id)));
  if (dropped.length > 0) announce();
}

function keyOf(collectionId: string, patchId: number): string {
  return `${collectionId}/${patchId}`;
}

function markUsed(key: string): boolean {
  const url = urls.get(key);
  if (url === undefined) return false;
  urls.delete(key);
  urls.set(key, url);
  return true;
}

function keep(key: string, jpeg: ArrayBuffer): void {
  urls.delete(key);
  urls.set(key, jpegAddress(new Uint8Array(jpeg)));
  for (const oldest of urls.keys()) {
    if (urls.size <= CAPACITY) break;
    urls.delete(oldest);
  }
}

function announce(): void {
  thumbnailsStore.setState(({ version }) => ({ version: version + 1 }));
}
