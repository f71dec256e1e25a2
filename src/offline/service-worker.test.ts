import { afterEach, beforeEach, expect, it, vi } from 'vitest';

type Listener = (event: { data?: unknown; waitUntil(work: Promise<unknown>): void }) => void;

const listeners = new Map<string, Listener>();
const claim = vi.fn(async () => {});

beforeEach(async () => {
  vi.resetModules();
  vi.stubGlobal('caches', { keys: async () => [] });
  vi.stubGlobal('BUILD', { files: {}, headers: {}, version: '1' });
  vi.stubGlobal('self', {
    registration: { scope: 'https://gramscope.example/' },
    clients: { claim },
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
  });
  await import('./service-worker.ts');
});

afterEach(() => {
  vi.unstubAllGlobals();
  listeners.clear();
  claim.mockClear();
});

/** Hands an event to the service worker, and comes back when all that the browser waits for has ended. */
async function dispatch(type: string, data?: unknown): Promise<void> {
  const awaited: Promise<unknown>[] = [];
  listeners.get(type)?.({ data, waitUntil: (work) => awaited.push(work) });
  await Promise.all(awaited);
}

it('takes over no page by being activated, which would hold up all its requests in Firefox', async () => {
  await dispatch('activate');
  expect(claim).not.toHaveBeenCalled();
});

it('takes over a page that asks for it, and lets nothing wait for that', async () => {
  // In Firefox a claim waits for threads that never answer.
  claim.mockReturnValueOnce(new Promise<void>(() => {}));
  await dispatch('message', 'claim');
  expect(claim).toHaveBeenCalledOnce();
});
