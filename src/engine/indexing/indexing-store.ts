import { createStore } from 'zustand/vanilla';
import type { ErrorReport } from '../../base/errors.ts';

export type IndexingPhase = 'preparing' | 'running' | 'pausing' | 'paused' | 'finished' | 'cancelled' | 'stopped';

/** The run under way or the last one; at most one runs at a time. */
export interface IndexingState {
  readonly collectionId: string;
  readonly collectionName: string;
  readonly phase: IndexingPhase;
  /** Files dealt with so far (indexed, unchanged or failed), of all that the run set out to do. */
  readonly done: number;
  readonly total: number;
  /** New or changed patches stored by this run. */
  readonly indexed: number;
  /** Those among them that took the place of another content at the same path. */
  readonly replaced: number;
  /** Files that were in the collection already, unchanged. */
  readonly unchanged: number;
  readonly failures: readonly FailedFile[];
  /** Mean over the last seconds; 0 until known. */
  readonly patchesPerSecond: number;
  /** Undefined until the speed is known. */
  readonly secondsLeft: number | undefined;
  /** Files that a reopened folder does not give again, since the browser hides their names; some may be indexed already. */
  readonly unfindable: number;
  /** Device lost and replaced, worker restarted: said, not hidden. */
  readonly notices: readonly ErrorReport[];
  /** Set when the run stopped because it could not go on (storage full, no device). It can be resumed. */
  readonly error?: ErrorReport;
}

export interface FailedFile {
  readonly path: string;
  readonly error: ErrorReport;
}

export const indexingStore = createStore<{ readonly run: IndexingState | undefined }>(() => ({ run: undefined }));
