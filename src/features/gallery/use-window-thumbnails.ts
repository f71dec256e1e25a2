import { useEffect } from 'react';
import { useStore } from 'zustand';
import { requestThumbnails, thumbnailsStore, thumbnailUrl } from '../../engine/collection/thumbnails.ts';

/** Milliseconds a window must stand before it is read: while one scrolls fast, what flies by is not. */
const SETTLED = 80;

/** Reads the thumbnails of the window's patches, and gives what is there of them. */
export function useWindowThumbnails(
  collectionId: string,
  ids: readonly number[],
): (patchId: number) => string | undefined {
  useStore(thumbnailsStore, (state) => state.version);
  const wanted = ids.join(' ');
  const missing = ids.filter((id) => thumbnailUrl(collectionId, id) === undefined).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when one of them has been let go.
  useEffect(() => {
    if (wanted === '') return;
    // What cannot be read keeps its empty place; the next window tries again.
    const read = () => requestThumbnails(collectionId, wanted.split(' ').map(Number)).catch(() => {});
    const timer = setTimeout(read, SETTLED);
    return () => clearTimeout(timer);
  }, [collectionId, wanted, missing]);
  return (patchId) => thumbnailUrl(collectionId, patchId);
}
