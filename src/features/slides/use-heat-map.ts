import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../barcode/profile.ts';
import { useScale } from '../../engine/question/scale-store.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import { type Heat, type HeatRange, heatPixels, rangeOfCollection, rangeOfSlide } from './heat.ts';
import type { Lattice } from './lattice.ts';
import { slidesStore } from './slides-store.ts';
import { useCellCanvas } from './use-cell-canvas.ts';
import { useHeat } from './use-heat.ts';

/** How similar the patches of a slide are to the query, and in which colours that is shown. */
export interface HeatMap {
  readonly heat: Heat;
  readonly range: HeatRange;
  /** Undefined where it is not known. */
  readonly scale: DistanceScale | undefined;
  /** The colours run over this slide's own range: it is wished, or there is no scale of the collection. */
  readonly isStretched: boolean;
  /** One pixel a cell of the lattice; undefined while the map is not shown. */
  readonly canvas: HTMLCanvasElement | undefined;
}

/** Undefined while nothing is searched with, or until it has been measured. */
export function useHeatMap(lattice: Lattice | undefined, profile: Profile): HeatMap | undefined {
  const { showsHeat, stretchesHeat } = useStore(slidesStore);
  const heat = useHeat(lattice, profile);
  const { scale } = useScale(heat?.isLearned ?? false);
  const isStretched = stretchesHeat || !scale;
  const range = useMemo(
    () => heat && (isStretched ? rangeOfSlide(heat) : rangeOfCollection(scale, heat.bits)),
    [heat, scale, isStretched],
  );
  const pixels = useMemo(
    () => (showsHeat && lattice && heat && range ? heatPixels(lattice, heat, range) : undefined),
    [showsHeat, lattice, heat, range],
  );
  const canvas = useCellCanvas(lattice, pixels);
  return heat && range && { heat, range, scale, isStretched, canvas };
}
