import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawTissue } from '../../../e2e/reference/draw-tissue.ts';
import type { Profile } from '../../barcode/profile.ts';
import { STARTED } from '../../base/start-worker.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../untrained.ts';
import type { ThreadStart } from './thread-pool.ts';
import { startWasmEngine } from './wasm-engine.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** A thread that begins, or fails to. */
class FakeWorker extends EventTarget {
  static readonly started: ThreadStart[] = [];
  /** Threads of that number fail so often. */
  static readonly failures = new Map<number, number>();

  postMessage(start: ThreadStart): void {
    FakeWorker.started.push(start);
    const failures = FakeWorker.failures.get(start.thread) ?? 0;
    FakeWorker.failures.set(start.thread, failures - 1);
    const event = failures > 0 ? new Event('error') : new MessageEvent('message', { data: STARTED });
    queueMicrotask(() => this.dispatchEvent(event));
  }

  terminate(): void {}
}

function stubBrowser(crossOriginIsolated: boolean, hardwareConcurrency: number): void {
  vi.stubGlobal('crossOriginIsolated', crossOriginIsolated);
  vi.stubGlobal('navigator', { hardwareConcurrency });
  vi.stubGlobal('Worker', FakeWorker);
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  FakeWorker.started.length = 0;
  FakeWorker.failures.clear();
});

describe('startWasmEngine', () => {
  it('computes on one thread where the page is not isolated', async () => {
    stubBrowser(false, 4);
    const engine = await startWasmEngine();
    const note = 'Only one core works, because threads cannot share memory here.';
    expect(engine.device).toEqual({ engine: 'wasm', name: 'WASM, 1 thread', note });
    expect(FakeWorker.started).toEqual([]);
    const extractor = await engine.load({
      weightsId: UNTRAINED_WEIGHTS_ID,
      trained: false,
      halves: untrainedWeights(),
    });
    const profile: Profile = {
      recipe: 1,
      weightsId: UNTRAINED_WEIGHTS_ID,
      size: 16,
      layers: [1],
      sampling: 64,
      binarisation: 'per-layer',
    };
    const signal = new AbortController().signal;
    expect(await extractor.encode([drawTissue(16, 16, 1)], profile, signal)).toEqual([expect.any(Uint8Array)]);
  });

  it('computes on one thread where an isolated page has no shared memory, as in WebKitGTK', async () => {
    stubBrowser(true, 4);
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect((await startWasmEngine()).device.name).toBe('WASM, 1 thread');
  });

  it('starts a helper for every further core, up to eight threads, on one memory', async () => {
    stubBrowser(true, 3);
    expect((await startWasmEngine()).device.name).toBe('WASM, 3 threads');
    expect(FakeWorker.started.map(({ thread }) => thread)).toEqual([1, 2]);
    expect(FakeWorker.started[0]?.memory).toBe(FakeWorker.started[1]?.memory);

    stubBrowser(true, 64);
    expect((await startWasmEngine()).device.name).toBe('WASM, 8 threads');
  });

  it('tries a thread that does not start once more', async () => {
    stubBrowser(true, 2);
    FakeWorker.failures.set(1, 1);
    expect((await startWasmEngine()).device).toMatchObject({ name: 'WASM, 2 threads', note: '' });
    expect(FakeWorker.started).toHaveLength(2);
  });

  it('does without a thread that does not start, and says so', async () => {
    stubBrowser(true, 4);
    FakeWorker.failures.set(2, 2);
    const { name, note } = (await startWasmEngine()).device;
    expect({ name, note }).toEqual({ name: 'WASM, 3 threads', note: '1 of 4 threads did not start.' });
  });

  it('fails where the browser lacks SIMD', async () => {
    stubBrowser(true, 2);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expect(startWasmEngine()).rejects.toMatchObject({ code: 'no-device' });
  });
});
