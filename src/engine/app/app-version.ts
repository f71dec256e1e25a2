/** Keeps the app at hand without a network, by its service worker, and tells when a newer version waits. */
import { createStore } from 'zustand/vanilla';
import { AppError } from '../../base/errors.ts';
import { isWriting } from '../../library/writer-lock.ts';

/** Set in the tab once a reload for threads was tried, so that a host where it does not help is not reloaded for ever. */
const RELOADED_KEY = 'gramscope-reloaded-for-threads';

export interface AppVersionState {
  /** Everything is stored that the app needs without a network, but for the weights. */
  readonly isOffline: boolean;
  /** A newer version is stored and waits for a reload. */
  readonly isNewerReady: boolean;
  /** A reload would let WebAssembly use all cores. */
  readonly isReloadFaster: boolean;
}

export const appVersionStore = createStore<AppVersionState>(() => ({
  isOffline: false,
  isNewerReady: false,
  isReloadFaster: false,
}));

let registration: ServiceWorkerRegistration | undefined;

/** Called once when the app starts. A browser without service workers, or a page of another scheme, works online only. */
export async function startServiceWorker(): Promise<void> {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  registration = await workers.register('./service-worker.js', { updateViaCache: 'none' });
  tellOfNewer(registration);
  await workers.ready;
  appVersionStore.setState({ isOffline: true });
  if (!crossOriginIsolated) whenControlled(workers, reloadForThreads);
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

function whenControlled(workers: ServiceWorkerContainer, then: () => void): void {
  if (workers.controller) then();
  else workers.addEventListener('controllerchange', then, { once: true });
}

/** The host sends no headers for threads, but the service worker does: from the next load on, best before anything is begun. */
function reloadForThreads(): void {
  if (sessionStorage.getItem(RELOADED_KEY)) return;
  if (navigator.userActivation?.hasBeenActive) {
    appVersionStore.setState({ isReloadFaster: true });
    return;
  }
  sessionStorage.setItem(RELOADED_KEY, 'true');
  location.reload();
}
