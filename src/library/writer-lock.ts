import { AppError } from '../base/errors.ts';

const LOCK_NAME = 'gramscope-writer';

let isHeld = false;

/** Settles, without an error, when the last tidying that got the lock has ended. */
let tidied: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` as the only writer among all tabs. The browser frees the lock when `work` settles or the tab dies.
 * @throws AppError another-tab-writes at once, without running `work`, when a writer is at work; else what `work` throws.
 */
export async function withWriterLock<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = tidied;
  await before;
  const done = await lockIfFree(work);
  if (done) return done.result;
  // Another tab is not the reason: tidying by this one got the lock meanwhile.
  if (tidied !== before) return withWriterLock(work);
  throw new AppError('another-tab-writes');
}

/**
 * Runs a short `work` of the page's own as the only writer, once no other one is at work, however long that takes. A
 * writer of this tab waits for it, so that nobody is refused for its sake.
 * @throws What `work` throws.
 */
export function tidyAsWriter(work: () => Promise<void>): Promise<void> {
  const done: Promise<unknown> = navigator.locks.request(LOCK_NAME, () => {
    tidied = done.catch(() => undefined);
    return work();
  });
  return done.then(() => undefined);
}

/** @returns Nothing, without running `work`, when a writer is at work. */
async function lockIfFree<Result>(work: () => Promise<Result>): Promise<{ result: Result } | undefined> {
  return await navigator.locks.request(LOCK_NAME, { ifAvailable: true }, async (granted) => {
    if (!granted) return undefined;
    isHeld = true;
    try {
      return { result: await work() };
    } finally {
      isHeld = false;
    }
  });
}

/** Whether this tab is the writer now. */
export function holdsWriterLock(): boolean {
  return isHeld;
}

/** Whether any tab writes now. */
export async function isWriting(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === LOCK_NAME);
}
