import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { NO_FILTER, type PatchFilter } from './filter.ts';

export const TILE_SIZES = { least: 64, most: 256, start: 112 };

export interface GalleryState {
  /** Wanted side of a patch in pixels; kept between visits. */
  readonly tileSize: number;
  /** The filter belongs to this collection: another one starts unfiltered. */
  readonly filtered: { readonly collectionId: string; readonly filter: PatchFilter } | undefined;
}

export const galleryStore = createStore<GalleryState>()(
  persist((): GalleryState => ({ tileSize: TILE_SIZES.start, filtered: undefined }), {
    name: 'gramscope-gallery',
    partialize: ({ tileSize }) => ({ tileSize }),
  }),
);

export function filterOf({ filtered }: GalleryState, collectionId: string): PatchFilter {
  return filtered?.collectionId === collectionId ? filtered.filter : NO_FILTER;
}

export function changeFilter(collectionId: string, change: Partial<PatchFilter>): void {
  galleryStore.setState((state) => ({
    filtered: { collectionId, filter: { ...filterOf(state, collectionId), ...change } },
  }));
}

export function clearFilter(): void {
  galleryStore.setState({ filtered: undefined });
}

export function setTileSize(tileSize: number): void {
  galleryStore.setState({ tileSize });
}
