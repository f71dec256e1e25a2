import { AppError } from '../base/errors.ts';

const LOCK_NAME = 'gramscope-writer';

let isHeld = false;

/**
 * Runs `work` as the only writer among all tabs. The browser frees the lock when `work` settles or the tab dies.
 * @throws AppError another-tab-writes at once, without running `work`, when a writer is at work; else what `work` throws.
 */
export async function withWriterLock<Result>(work: () => Promise<Result>): Promise<Result> {
  return await navigator.locks.request(LOCK_NAME, { ifAvailable: true }, async (lock) => {
    if (!lock) throw new AppError('another-tab-writes');
    isHeld = true;
    try {
      return await work();
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
