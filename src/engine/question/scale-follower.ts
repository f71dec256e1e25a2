import type { StoreApi } from 'zustand/vanilla';
import { isAbort, toErrorReport } from '../../base/errors.ts';
import type { DistanceScale } from '../../evaluation/scale/distance-scale.ts';
import { NO_SCALE, type ScaleState } from './scale-store.ts';

/** Milliseconds that nothing must change for before it is measured, so that what comes at once is measured at once. */
const QUIET = 400;

/** After a measure, so many times what it took passes before the next: an indexing run keeps nine tenths of its time. */
const REST = 9;

export type MeasureScale = (signal: AbortSignal) => Promise<DistanceScale | undefined>;

/** Has the scale of the open collection measured when it is loaded, and again when patches, labels or sources change. */
export class ScaleFollower {
  readonly #measure: MeasureScale;
  readonly #store: StoreApi<ScaleState>;
  readonly #ending = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isMeasuring = false;
  #isOutdated = false;
  /** When the next measure may begin, on `performance.now`. */
  #restsUntil = 0;

  /** @param store Where it is shown. */
  constructor(measure: MeasureScale, store: StoreApi<ScaleState>) {
    this.#measure = measure;
    this.#store = store;
    store.setState(NO_SCALE);
  }

  /** Something has changed, or has come to be known. */
  change(): void {
    if (this.#ending.signal.aborted) return;
    this.#isOutdated = true;
    // That there was too little to tell, or that it failed, need not be true any more.
    if (!this.#store.getState().scale) this.#store.setState(NO_SCALE);
    if (this.#isMeasuring) return;
    clearTimeout(this.#timer);
    const wait = Math.max(QUIET, this.#restsUntil - performance.now());
    this.#timer = setTimeout(() => void this.#measureNow(), wait);
  }

  /** The collection is closed. */
  end(): void {
    clearTimeout(this.#timer);
    this.#ending.abort();
    this.#store.setState(NO_SCALE);
  }

  async #measureNow(): Promise<void> {
    const { signal } = this.#ending;
    const begin = performance.now();
    this.#isMeasuring = true;
    this.#isOutdated = false;
    try {
      const scale = await this.#measure(signal);
      if (signal.aborted) return;
      if (scale || !this.#isOutdated) {
        this.#store.setState({ status: scale ? 'measured' : 'too-few', scale, error: undefined });
      }
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown)) return;
      this.#store.setState({ status: 'failed', scale: undefined, error: toErrorReport(thrown) });
    }
    this.#isMeasuring = false;
    this.#restsUntil = performance.now() + REST * (performance.now() - begin);
    if (this.#isOutdated) this.change();
  }
}
