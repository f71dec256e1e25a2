import { AppError } from '../base/errors.ts';

const LOCK_NAME = 'gramscope-writer';

/**
 * Runs `work` as the only writer among all tabs. The browser frees the lock when `work` settles or the tab dies.
 * @throws AppError another-tab-writes at once, without running `work`, when a writer is at work; else what `work` throws.
 */
export async function withWriterLock<Result>(work: () => Promise<Result>): Promise<Result> {
  return await navigator.locks.request(LOCK_NAME, { ifAvailable: true }, (lock) => {
    if (!lock) throw new AppError('another-tab-writes');
    return work();
  });
}

/** Whether any tab writes now. */
export async function isWriting(): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === LOCK_NAME);
}
