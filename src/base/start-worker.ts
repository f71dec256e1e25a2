import { AppError } from './errors.ts';

/** What a worker says first: it listens. */
export const STARTED = { kind: 'started' } as const;

/** Time that a worker may take until it listens, in milliseconds: its script may come over a slow network. */
const LIMIT_MS = 30_000;

type Startable = Pick<Worker, 'addEventListener' | 'terminate'>;

let mayStart: Promise<unknown> = Promise.resolve();

/** No worker of this page starts before `until` has settled. */
export function holdWorkers(until: Promise<unknown>): void {
  mayStart = until.catch(() => {});
}

/**
 * Starts a worker, and once more if it does not start: WebKit now and then ended a worker of a worker, with an empty error,
 * before it had run, and a network may fail for a moment.
 * @param make Makes a worker whose first message is STARTED.
 * @throws AppError worker-crashed.
 */
export async function startWorker<Kind extends Startable>(make: () => Kind): Promise<Kind> {
  await mayStart;
  return untilStarted(make()).catch(() => untilStarted(make()));
}

function untilStarted<Kind extends Startable>(worker: Kind): Promise<Kind> {
  return new Promise((resolve, reject) => {
    const listening = new AbortController();
    const fail = (detail: string) => {
      listening.abort();
      worker.terminate();
      reject(new AppError('worker-crashed', detail));
    };
    const timer = setTimeout(() => fail(`not started within ${LIMIT_MS / 1000} s`), LIMIT_MS);
    listening.signal.addEventListener('abort', () => clearTimeout(timer));
    const hear = (type: string, listener: (event: Event) => void) =>
      worker.addEventListener(type, listener, { signal: listening.signal });
    hear('error', (event) => fail('message' in event ? String(event.message) : ''));
    hear('message', () => {
      listening.abort();
      resolve(worker);
    });
  });
}
