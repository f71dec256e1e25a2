/** The one place that hears what nobody foresaw, and what went wrong where nobody waits: the page says it. */
import { createStore } from 'zustand/vanilla';
import { AppError, type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';

/** The last error of that kind; undefined when there was none, or it was dismissed. */
export const unforeseenStore = createStore<{ readonly error: ErrorReport | undefined }>(() => ({ error: undefined }));

/** Shows an error. A worker that was ended on purpose has no answer to give, and what a person stopped is none. */
export function tellUnforeseen(thrown: unknown): void {
  const isEnded = thrown instanceof AppError && thrown.code === 'worker-stopped';
  if (!isEnded && !isAbort(thrown)) unforeseenStore.setState({ error: toErrorReport(thrown) });
}

export function dismissUnforeseen(): void {
  unforeseenStore.setState({ error: undefined });
}

/** Hears every error of the page that nobody catches, promises that nobody awaits among them. @returns Ends it. */
export function hearUnforeseen(page: EventTarget): () => void {
  const rejected = (event: Event) => tellUnforeseen((event as PromiseRejectionEvent).reason);
  const failed = (event: Event) => {
    // Without an error it is a message of the browser's own, such as that a ResizeObserver goes on in the next frame.
    const { error } = event as ErrorEvent;
    if (error) tellUnforeseen(error);
  };
  page.addEventListener('unhandledrejection', rejected);
  page.addEventListener('error', failed);
  return () => {
    page.removeEventListener('unhandledrejection', rejected);
    page.removeEventListener('error', failed);
  };
}
