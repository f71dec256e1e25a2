/** Patches a second over the last moments, not counting time spent paused. */
export class SpeedMeter {
  readonly #windowMs: number;
  readonly #marks: { at: number; patches: number }[] = [];
  #patches = 0;

  /** @param windowMs Length of the window in milliseconds. */
  constructor(windowMs = 30_000) {
    this.#windowMs = windowMs;
  }

  /** Begins, or begins anew after a pause. @param now Milliseconds. */
  restart(now: number): void {
    this.#marks.length = 0;
    this.#marks.push({ at: now, patches: this.#patches });
  }

  add(patches: number, now: number): void {
    this.#patches += patches;
    this.#marks.push({ at: now, patches: this.#patches });
    while (this.#marks.length > 2 && now - (this.#marks[1]?.at ?? now) > this.#windowMs) this.#marks.shift();
  }

  /** 0 until two marks are known. */
  get patchesPerSecond(): number {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.patches - first.patches) * 1000) / (last.at - first.at);
  }
}
