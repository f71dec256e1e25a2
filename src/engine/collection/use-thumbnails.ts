import { useEffect } from 'react';
import { useStore } from 'zustand';
import { requestThumbnails, thumbnailsStore, thumbnailUrl } from './thumbnails.ts';

/** Reads the thumbnails of these patches, and gives what is there of them. */
export function useThumbnails(collectionId: string, ids: readonly number[]): (patchId: number) => string | undefined {
  useStore(thumbnailsStore, (state) => state.version);
  const wanted = ids.join(' ');
  const missing = ids.filter((id) => thumbnailUrl(collectionId, id) === undefined).length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when one of them has been let go.
  useEffect(() => {
    if (wanted === '') return;
    // What cannot be read keeps its empty place; the next answer tries again.
    requestThumbnails(collectionId, wanted.split(' ').map(Number)).catch(() => {});
  }, [collectionId, wanted, missing]);
  return (patchId) => thumbnailUrl(collectionId, patchId);
}
