import { yieldToMessages } from './yield-to-messages.ts';

/** Milliseconds of work between which the page may do other things. */
const SLICE_MS = 10;

/** Items between two looks at the clock, which costs more than most items do. */
const UNTIMED = 32;

/** Does something with each item, in slices. @throws The signal's reason when aborted; what `work` throws. */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item, at: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let at = 0;
  let since = performance.now();
  for (const item of items) {
    work(item, at);
    if (++at % UNTIMED !== 0 || performance.now() - since < SLICE_MS) continue;
    await yieldToMessages();
    signal.throwIfAborted();
    since = performance.now();
  }
}
