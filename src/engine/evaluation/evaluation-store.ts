import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import type { EvaluationProgress, EvaluationSpeed } from '../../search/evaluation/evaluation-worker.ts';

/** The evaluations of one collection: the last one asked for, and what stands of those before. */
export interface EvaluationState {
  readonly collectionId: string | undefined;
  /** Undefined when none is under way. */
  readonly progress: EvaluationProgress | undefined;
  /** Of the collection on this device; undefined until it has been measured. */
  readonly speed: EvaluationSpeed | undefined;
  /** Newest first, one a protocol: two of them side by side tell more than either. */
  readonly evaluations: readonly Evaluation[];
  /** Of other collections of the same images, by the protocol of the newest; they go when another protocol comes. */
  readonly compared: readonly Evaluation[];
  readonly error: ErrorReport | undefined;
}

export const evaluationStore = createStore<EvaluationState>(() => ({
  collectionId: undefined,
  progress: undefined,
  speed: undefined,
  evaluations: [],
  compared: [],
  error: undefined,
}));
