import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

/** What is laid over slides; kept between visits. */
export interface SlidesState {
  readonly showsGrid: boolean;
  readonly showsHeat: boolean;
  /** Of the heat map, 0 to 1. */
  readonly heatOpacity: number;
}

export const slidesStore = createStore<SlidesState>()(
  persist((): SlidesState => ({ showsGrid: true, showsHeat: false, heatOpacity: 0.6 }), { name: 'gramscope-slides' }),
);
