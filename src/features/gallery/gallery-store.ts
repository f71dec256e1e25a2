import * as v from 'valibot';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';
import { NOTHING_SELECTED, type Selection } from './selection.ts';

export const TILE_SIZES = { least: 64, most: 256, start: 112 };

export interface GalleryState {
  /** Wanted side of a patch in pixels; kept between visits. */
  readonly tileSize: number;
  /** The selection belongs to this collection: another one starts with none. */
  readonly selected: { readonly collectionId: string; readonly selection: Selection } | undefined;
  /** A click selects instead of searching. */
  readonly isSelecting: boolean;
}

const FIRST: GalleryState = {
  tileSize: TILE_SIZES.start,
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

export function selectionOf({ selected }: GalleryState, collectionId: string): Selection {
  return selected?.collectionId === collectionId ? selected.selection : NOTHING_SELECTED;
}

export function select(collectionId: string, selection: Selection): void {
  galleryStore.setState({ selected: { collectionId, selection } });
}

export function clearSelection(): void {
  galleryStore.setState({ selected: undefined });
}

/** Lets a click select, or search again; then nothing is selected any more. */
export function setSelecting(isSelecting: boolean): void {
  galleryStore.setState({ isSelecting, ...(!isSelecting && { selected: undefined }) });
}

export function setTileSize(tileSize: number): void {
  galleryStore.setState({ tileSize });
}
