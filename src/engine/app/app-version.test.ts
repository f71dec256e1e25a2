import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startWorker } from '../../base/start-worker.ts';
import { appVersionStore, startServiceWorker } from './app-version.ts';

class FakeServiceWorker extends EventTarget {
  state = 'installing';
  readonly postMessage = vi.fn();

  become(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

/** A browser whose service worker is in that state when the page is loaded. */
function stubBrowser({ controlled = false, isolated = true } = {}) {
  const worker = new FakeServiceWorker();
  const registration = Object.assign(new EventTarget(), {
    installing: controlled ? null : worker,
    waiting: null,
    active: null as FakeServiceWorker | null,
  });
  let activate = () => {};
  const ready = new Promise<void>((resolve) => {
    activate = () => {
      registration.active = worker;
      worker.become('activated');
      resolve();
    };
  });
  const container = Object.assign(new EventTarget(), {
    register: vi.fn(async () => registration),
    ready,
    controller: controlled ? worker : null,
  });
  if (controlled) activate();
  const reload = vi.fn();
  const stored = new Map<string, string>();
  vi.stubGlobal('navigator', { serviceWorker: container });
  vi.stubGlobal('crossOriginIsolated', isolated);
  vi.stubGlobal('location', { reload });
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  });
  return { worker, container, reload, activate: () => activate() };
}

/** Whether a worker that the page wants has been made. */
async function wantWorker() {
  const make = vi.fn(() => new EventTarget() as unknown as Worker);
  startWorker(make).catch(() => {});
  return make;
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  appVersionStore.setState({ isNewerReady: false, isReloadFaster: false }, true);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('starts workers at once in a page that is controlled', async () => {
  stubBrowser({ controlled: true });
  void startServiceWorker();
  const make = await wantWorker();
  await settle();
  expect(make).toHaveBeenCalledOnce();
});

it('starts none on a first visit until the page is controlled, which it asks for', async () => {
  const { worker, container, activate } = stubBrowser();
  void startServiceWorker();
  const make = await wantWorker();
  await settle();
  expect(worker.postMessage).not.toHaveBeenCalled();
  activate();
  await settle();
  expect(worker.postMessage).toHaveBeenCalledExactlyOnceWith('claim');
  expect(make).not.toHaveBeenCalled();
  container.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect(make).toHaveBeenCalledOnce();
});

it('works from the network where the service worker is refused, and says so', async () => {
  const { worker } = stubBrowser();
  const started = startServiceWorker();
  const make = await wantWorker();
  await settle();
  expect(make).not.toHaveBeenCalled();
  worker.become('redundant');
  await started;
  await settle();
  expect(make).toHaveBeenCalledOnce();
  expect(appVersionStore.getState().refusal).toEqual({ code: 'offline-refused', detail: 'not installed' });
});

it('says why the browser refuses it, and passes nothing else over', async () => {
  const { container } = stubBrowser();
  container.register.mockRejectedValueOnce(new DOMException('private window', 'SecurityError'));
  await startServiceWorker();
  expect(appVersionStore.getState().refusal?.detail).toContain('private window');
  container.register.mockResolvedValueOnce(undefined as never);
  await expect(startServiceWorker()).rejects.toThrow(TypeError);
});

it('says nothing of a refusal where an earlier version is kept', async () => {
  const { container } = stubBrowser({ controlled: true });
  container.register.mockRejectedValueOnce(new TypeError('no network'));
  await startServiceWorker();
  expect(appVersionStore.getState().refusal).toBeUndefined();
});

it('waits no longer than 15 s, and is not taken over in the middle afterwards', async () => {
  const { worker, activate } = stubBrowser();
  void startServiceWorker();
  const make = await wantWorker();
  await vi.advanceTimersByTimeAsync(14_999);
  expect(make).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(make).toHaveBeenCalledOnce();
  activate();
  await settle();
  expect(worker.postMessage).not.toHaveBeenCalled();
});

it('reloads once for threads where the host sends no headers', async () => {
  const { reload, activate } = stubBrowser({ isolated: false });
  void startServiceWorker();
  activate();
  await settle();
  expect(reload).toHaveBeenCalledOnce();
});
