import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';

/** What distances mean in the open collection. While it is measured anew, the scale before it stays. */
export interface ScaleState {
  /** `too-few` when there is too little to tell; `failed` when it could not be measured. */
  readonly status: 'measuring' | 'measured' | 'too-few' | 'failed';
  readonly scale: DistanceScale | undefined;
  readonly error: ErrorReport | undefined;
}

export const NO_SCALE: ScaleState = { status: 'measuring', scale: undefined, error: undefined };

export const scaleStore = createStore<ScaleState>(() => NO_SCALE);

/** The same of the distances that labels have taught, once a question has asked by them. */
export const learnedScaleStore = createStore<ScaleState>(() => NO_SCALE);

export function useScale(learned: boolean): ScaleState {
  return useStore(learned ? learnedScaleStore : scaleStore);
}
