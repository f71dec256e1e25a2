import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { tellUnforeseen } from '../app/unforeseen.ts';
import { requestThumbnails, thumbnailsStore, thumbnailUrl } from './thumbnails.ts';

/**
 * Reads the thumbnails of these patches, and gives what is there of them.
 * @param settled Of patches that change faster than this many milliseconds, those are read that stay as long: of a window that
 * is scrolled fast, what flies by is not.
 */
export function useThumbnails(
  collectionId: string,
  ids: readonly number[],
  settled = 0,
): (patchId: number) => string | undefined {
  useStore(thumbnailsStore, (state) => state.version);
  const wanted = ids.join(' ');
  const missing = ids.filter((id) => thumbnailUrl(collectionId, id) === undefined).length;
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when one of them has been let go.
  useEffect(() => {
    if (wanted === '') return;
    // What cannot be read keeps its empty place; the next patches try again.
    const read = () => requestThumbnails(collectionId, wanted.split(' ').map(Number)).catch(tellUnforeseen);
    const now = performance.now();
    const isFast = now - changedAt.current < settled;
    changedAt.current = now;
    if (!isFast) void read();
    const timer = isFast ? setTimeout(read, settled) : undefined;
    return () => clearTimeout(timer);
  }, [collectionId, wanted, missing, settled]);
  return (patchId) => thumbnailUrl(collectionId, patchId);
}
