import { useEffect } from 'react';
import { useStore } from 'zustand';
import { requestThumbnails, thumbnailsStore, thumbnailUrl } from '../../engine/thumbnails.ts';

/** Milliseconds a window must stand before it is read: while one scrolls fast, what flies by is not. */
const SETTLED = 80;

/** Reads the thumbnails of the window's patches, and gives what is there of them. */
export function useWindowThumbnails(
  collectionId: string,
  ids: readonly number[],
): (patchId: number) => string | undefined {
  const version = useStore(thumbnailsStore, (state) => state.version);
  const missing = ids.filter((id) => thumbnailUrl(collectionId, id) === undefined).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version says that a request has ended, perhaps another one than ours.
  useEffect(() => {
    if (missing === '') return;
    const timer = setTimeout(() => requestThumbnails(collectionId, missing.split(' ').map(Number)), SETTLED);
    return () => clearTimeout(timer);
  }, [collectionId, missing, version]);
  return (patchId) => thumbnailUrl(collectionId, patchId);
}
