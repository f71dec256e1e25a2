/**
 * Ordered, bounded concurrency for the way of the files: while one batch is encoded, the next images are read.
 */

/**
 * Maps `items` with at most `limit` calls under way, yielding results in the order of the items.
 * `map` must not throw; what can fail is part of its result.
 */
export async function* mapAhead<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for await (const item of items) {
    underWay.push(map(item));
    if (underWay.length >= limit) yield await (underWay.shift() as Promise<Result>);
  }
  while (underWay.length > 0) yield await (underWay.shift() as Promise<Result>);
}

/** A gate that a run passes between batches: closed while paused. */
export class PauseGate {
  #opened: Promise<void> | undefined;
  #open: () => void = () => {};

  get closed(): boolean {
    return this.#opened !== undefined;
  }

  close(): void {
    this.#opened ??= new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#opened = undefined;
    this.#open();
  }

  /** Resolves at once while open, and when the gate opens otherwise; rejects with the signal's reason when aborted. */
  async pass(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#opened) return;
    await Promise.race([
      this.#opened,
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
    ]);
  }
}
