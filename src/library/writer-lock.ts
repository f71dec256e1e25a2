import { AppError } from '../base/errors.ts';

const LOCK_NAME = 'gramscope-writer';

let isHeld = false;

/** Settles, without an error, when what `tidyAsWriter` was given last has. */
let tidied: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` as the only writer among all tabs. The browser frees the lock when `work` settles or the tab dies.
 * @throws AppError another-tab-writes at once, without running `work`, when a writer is at work; else what `work` throws.
 */
export async function withWriterLock<Result>(work: () => Promise<Result>): Promise<Result> {
  await tidied;
  return lock(async () => {
    isHeld = true;
    try {
      return await work();
    } finally {
      isHeld = false;
    }
  });
}

/**
 * Runs a short `work` that nobody asked for as the only writer: a writer of this tab waits for it, so that nobody is
 * refused for its sake.
 * @throws As `withWriterLock` does.
 */
export function tidyAsWriter(work: () => Promise<void>): Promise<void> {
  const done = lock(work);
  tidied = done.catch(() => undefined);
  return done;
}

async function lock<Result>(work: () => Promise<Result>): Promise<Result> {
  return await navigator.locks.request(LOCK_NAME, { ifAvailable: true }, (granted) => {
    if (!granted) throw new AppError('another-tab-writes');
    return work();
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
