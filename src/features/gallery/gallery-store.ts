import * as v from 'valibot';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';

export const TILE_SIZES = { least: 64, most: 256, start: 112 };

export interface GalleryState {
  /** Wanted side of a patch in pixels; kept between visits. */
  readonly tileSize: number;
}

const keptSchema = v.object({
  tileSize: v.pipe(v.number(), v.minValue(TILE_SIZES.least), v.maxValue(TILE_SIZES.most)),
});

export const galleryStore = createStore<GalleryState>()(
  persist((): GalleryState => ({ tileSize: TILE_SIZES.start }), {
    name: 'gramscope-gallery',
    partialize: ({ tileSize }) => ({ tileSize }),
    merge: (kept, state) => ({ ...state, ...parseOr(keptSchema, kept, { tileSize: state.tileSize }) }),
  }),
);

export function setTileSize(tileSize: number): void {
  galleryStore.setState({ tileSize });
}
