/** Keeps the app's files for work without a network. A new version waits until every page of the old one is closed, or one asks. */
import { AppFiles, type Build } from './app-files.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by scripts/vite-offline.mjs. */
declare const BUILD: Build;

const files = new AppFiles(BUILD, self.registration.scope);

self.addEventListener('install', (event) => event.waitUntil(files.store()));

self.addEventListener('activate', (event) => event.waitUntil(files.dropOldVersions()));

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(self.skipWaiting());
  // Asked by a page that waits for it. Nothing else may: in Firefox a claim ends when every worker of every page has
  // answered, and threads that wait in Atomics.wait never do. Within the activation that held up every request of the page
  // for a minute, after which all of them failed.
  if (event.data === 'claim') self.clients.claim().catch(() => {});
});

self.addEventListener('fetch', (event) => {
  const decision = files.decide(event.request);
  if (decision === 'refuse') event.respondWith(Response.error());
  else if (decision !== 'network') event.respondWith(files.read(decision.file));
});
