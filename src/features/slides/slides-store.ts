import * as v from 'valibot';
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { parseOr } from '../../base/parse.ts';

/** What is laid over slides; kept between visits. */
export interface SlidesState {
  readonly showsGrid: boolean;
  readonly showsHeat: boolean;
  /** Of the heat map, 0 to 1. */
  readonly heatOpacity: number;
  /** The colours of the heat map run over each slide's own range, not over the collection's. */
  readonly stretchesHeat: boolean;
}

const FIRST: SlidesState = { showsGrid: true, showsHeat: false, heatOpacity: 0.6, stretchesHeat: false };

const keptSchema = v.object({
  showsGrid: v.fallback(v.boolean(), FIRST.showsGrid),
  showsHeat: v.fallback(v.boolean(), FIRST.showsHeat),
  heatOpacity: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), FIRST.heatOpacity),
  stretchesHeat: v.fallback(v.boolean(), FIRST.stretchesHeat),
});

export const slidesStore = createStore<SlidesState>()(
  persist((): SlidesState => FIRST, {
    name: 'gramscope-slides',
    merge: (kept, state) => ({ ...state, ...parseOr(keptSchema, kept, FIRST) }),
  }),
);
