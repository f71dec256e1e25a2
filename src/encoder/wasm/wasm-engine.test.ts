import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawTissue } from '../../../e2e/reference/draw-tissue.ts';
import type { Profile } from '../../barcode/profile.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../untrained.ts';
import type { ThreadStart } from './thread-pool.ts';
import { startWasmEngine } from './wasm-engine.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** A thread that begins, or fails to. */
class FakeWorker {
  static readonly started: ThreadStart[] = [];
  static fails = false;
  onmessage: (() => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;

  postMessage(start: ThreadStart): void {
    FakeWorker.started.push(start);
    queueMicrotask(() => (FakeWorker.fails ? this.onerror?.({ message: 'blocked' }) : this.onmessage?.()));
  }
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
  FakeWorker.fails = false;
});

describe('startWasmEngine', () => {
  it('computes on one thread where the page is not isolated', async () => {
    stubBrowser(false, 4);
    const engine = await startWasmEngine();
    expect(engine.device).toEqual({ engine: 'wasm', name: 'WASM, 1 thread', note: '' });
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

  it('starts a helper for every further core, up to eight threads, on one memory', async () => {
    stubBrowser(true, 3);
    expect((await startWasmEngine()).device.name).toBe('WASM, 3 threads');
    expect(FakeWorker.started.map(({ thread }) => thread)).toEqual([1, 2]);
    expect(FakeWorker.started[0]?.memory).toBe(FakeWorker.started[1]?.memory);

    stubBrowser(true, 64);
    expect((await startWasmEngine()).device.name).toBe('WASM, 8 threads');
  });

  it('fails when a thread does', async () => {
    stubBrowser(true, 2);
    FakeWorker.fails = true;
    await expect(startWasmEngine()).rejects.toMatchObject({ code: 'worker-crashed', detail: 'blocked' });
  });

  it('fails where the browser lacks SIMD', async () => {
    stubBrowser(true, 2);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expect(startWasmEngine()).rejects.toMatchObject({ code: 'no-device' });
  });
});
