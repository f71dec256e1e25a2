import * as v from 'valibot';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';
import { NO_FILTER, type PatchFilter } from '../../columns/filter.ts';
import { NOTHING_SELECTED, type Selection } from './selection.ts';

export const TILE_SIZES = { least: 64, most: 256, start: 112 };

/** The order in which they were added, that of their paths, or a column of `PatchTable`. */
export type SortBy = 'added' | 'path' | 'label' | 'slide';

export interface GalleryState {
  /** Wanted side of a patch in pixels; kept between visits. */
  readonly tileSize: number;
  /** The filter belongs to this collection: another one starts unfiltered. */
  readonly filtered: { readonly collectionId: string; readonly filter: PatchFilter } | undefined;
  /** The order belongs to a collection as the filter does. */
  readonly sorted: { readonly collectionId: string; readonly sortBy: SortBy } | undefined;
  /** The selection belongs to a collection as the filter does. */
  readonly selected: { readonly collectionId: string; readonly selection: Selection } | undefined;
  /** A click selects instead of asking. */
  readonly isSelecting: boolean;
}

const FIRST: GalleryState = {
  tileSize: TILE_SIZES.start,
  filtered: undefined,
  sorted: undefined,
  selected: undefined,
  isSelecting: false,
};

const keptSchema = v.object({
  tileSize: v.pipe(v.number(), v.minValue(TILE_SIZES.least), v.maxValue(TILE_SIZES.most)),
});

export const galleryStore = createStore<GalleryState>()(
  persist((): GalleryState => FIRST, {
    name: 'gramscope-gallery',
    partialize: ({ tileSize }) => ({ tileSize }),
    merge: (kept, state) => ({ ...state, ...parseOr(keptSchema, kept, { tileSize: state.tileSize }) }),
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

export function sortByOf({ sorted }: GalleryState, collectionId: string): SortBy {
  return sorted?.collectionId === collectionId ? sorted.sortBy : 'added';
}

export function setSortBy(collectionId: string, sortBy: SortBy): void {
  galleryStore.setState({ sorted: { collectionId, sortBy } });
}

export function selectionOf({ selected }: GalleryState, collectionId: string): Selection {
  return selected?.collectionId === collectionId ? selected.selection : NOTHING_SELECTED;
}

export function select(collectionId: string, selection: Selection): void {
  galleryStore.setState({ selected: { collectionId, selection } });
}

export function clearSelection(): void {
  galleryStore.setState({ selected: undefined });
}

/** Lets a click select, or ask again; then nothing is selected any more. */
export function setSelecting(isSelecting: boolean): void {
  galleryStore.setState({ isSelecting, ...(!isSelecting && { selected: undefined }) });
}

export function setTileSize(tileSize: number): void {
  galleryStore.setState({ tileSize });
}
