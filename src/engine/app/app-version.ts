/** Keeps the app at hand without a network, by its service worker, and tells when a newer version waits. */
import { createStore } from 'zustand/vanilla';
import { AppError, type ErrorReport, toErrorReport } from '../../base/errors.ts';
import { holdWorkers } from '../../base/start-worker.ts';
import { isWriting } from '../../library/writer-lock.ts';

/** Set in the tab once a reload for threads was tried, so that a host where it does not help is not reloaded for ever. */
const RELOADED_KEY = 'gramscope-reloaded-for-threads';

/** How long a first visit waits for the app to be stored, in milliseconds. Over a slower network it goes on without. */
const PATIENCE_MS = 15_000;

export interface AppVersionState {
  /** A newer version is stored and waits for a reload. */
  readonly isNewerReady: boolean;
  /** A reload would let WebAssembly use all cores. */
  readonly isReloadFaster: boolean;
  /** Why the app is not kept at hand; it works from the network then. */
  readonly refusal?: ErrorReport;
}

export const appVersionStore = createStore<AppVersionState>(() => ({ isNewerReady: false, isReloadFaster: false }));

let registration: ServiceWorkerRegistration | undefined;

/**
 * Called once, before anything starts a worker. A page that the service worker does not control yet starts none until it
 * does, so that page and workers are controlled or not as one: a worker that starts while its page is taken over may be
 * passed over. Where the service worker is refused or takes too long, all of the page works from the network instead; a
 * refusal shows in appVersionStore.
 */
export async function startServiceWorker(): Promise<void> {
  const workers = navigator.serviceWorker;
  // A browser without service workers, or a page of another scheme.
  if (!workers) return;
  const patience = new AbortController();
  const joined = join(workers, patience.signal);
  if (!workers.controller) {
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    const isOver = new Promise((resolve) => patience.signal.addEventListener('abort', resolve));
    holdWorkers(Promise.race([joined, isOver]));
    joined.finally(() => clearTimeout(timer)).catch(() => {});
  }
  try {
    await joined;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'offline-refused') throw thrown;
    // What is kept already stays; only a newer version could not be fetched.
    if (!workers.controller) appVersionStore.setState({ refusal: toErrorReport(thrown) });
  }
}

async function join(workers: ServiceWorkerContainer, patience: AbortSignal): Promise<void> {
  registration = await workers.register('./service-worker.js', { updateViaCache: 'none' }).catch((thrown) => {
    throw new AppError('offline-refused', String(thrown), { cause: thrown });
  });
  tellOfNewer(registration);
  await untilActive(workers, registration);
  if (!crossOriginIsolated && reloadForThreads()) return;
  if (workers.controller || patience.aborted) return;
  const controlled = new Promise((resolve) =>
    workers.addEventListener('controllerchange', resolve, { once: true, signal: patience }),
  );
  registration.active?.postMessage('claim');
  await controlled;
}

/** @throws AppError offline-refused when it is not installed: a file was missing, or not the one that was built. */
function untilActive(workers: ServiceWorkerContainer, { installing }: ServiceWorkerRegistration): Promise<unknown> {
  const refused = new Promise<never>((_, reject) => {
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant') reject(new AppError('offline-refused', 'not installed'));
    });
  });
  return Promise.race([workers.ready, refused]);
}

/**
 * Reloads the page with the newer version; other tabs keep theirs until they are reloaded.
 * @throws AppError run-under-way while any tab writes: the newer version might change the storage under it.
 */
export async function reloadIntoNewer(): Promise<void> {
  if (await isWriting()) throw new AppError('run-under-way');
  const reload = () => location.reload();
  const waiting = registration?.waiting;
  if (!waiting) return reload();
  navigator.serviceWorker.addEventListener('controllerchange', reload, { once: true });
  waiting.postMessage('take-over');
}

function tellOfNewer(found: ServiceWorkerRegistration): void {
  const tell = () => {
    // The first version of all has nothing to replace.
    if (found.waiting && found.active) appVersionStore.setState({ isNewerReady: true });
  };
  tell();
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', tell));
}

/**
 * The host sends no headers for threads, but the service worker does: from the next load on, best before anything is begun.
 * @returns Whether the page is being reloaded.
 */
function reloadForThreads(): boolean {
  if (sessionStorage.getItem(RELOADED_KEY)) return false;
  if (navigator.userActivation?.hasBeenActive) {
    appVersionStore.setState({ isReloadFaster: true });
    return false;
  }
  sessionStorage.setItem(RELOADED_KEY, 'true');
  location.reload();
  return true;
}
