import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawTissue } from '../../../e2e/reference/draw-tissue.ts';
import type { Profile } from '../../barcode/profile.ts';
import type { Crew } from '../../base/crew.ts';
import { AppError } from '../../base/errors.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../untrained.ts';
import type { ThreadStart } from './thread-pool.ts';
import { startWasmEngine } from './wasm-engine.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Threads that begin, or are refused by the page. */
class FakeCrew implements Crew<ThreadStart> {
  readonly started: ThreadStart[] = [];
  readonly #failing: readonly number[];
  hasEnded = false;

  constructor(failing: readonly number[] = []) {
    this.#failing = failing;
  }

  async start(start: ThreadStart): Promise<MessagePort> {
    if (this.#failing.includes(start.thread)) throw new AppError('worker-crashed');
    this.started.push(start);
    return {} as MessagePort;
  }

  async end(): Promise<void> {
    this.hasEnded = true;
  }
}

function stubBrowser(crossOriginIsolated: boolean, hardwareConcurrency: number): void {
  vi.stubGlobal('crossOriginIsolated', crossOriginIsolated);
  vi.stubGlobal('navigator', { hardwareConcurrency });
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('startWasmEngine', () => {
  it('computes on one thread where the page is not isolated', async () => {
    stubBrowser(false, 4);
    const crew = new FakeCrew();
    const engine = await startWasmEngine(crew);
    const note = 'Only one core works, because threads cannot share memory here.';
    expect(engine.device).toEqual({ engine: 'wasm', name: 'WASM, 1 thread', note });
    expect(crew.started).toEqual([]);
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
    expect((await startWasmEngine(new FakeCrew())).device.name).toBe('WASM, 1 thread');
  });

  it('starts a helper for every further core, up to eight threads, on one memory', async () => {
    stubBrowser(true, 3);
    const crew = new FakeCrew();
    expect((await startWasmEngine(crew)).device.name).toBe('WASM, 3 threads');
    expect(crew.started.map(({ thread }) => thread)).toEqual([1, 2]);
    expect(crew.started[0]?.memory).toBe(crew.started[1]?.memory);

    stubBrowser(true, 64);
    expect((await startWasmEngine(new FakeCrew())).device.name).toBe('WASM, 8 threads');
  });

  it('does without a thread that does not start, and says so', async () => {
    stubBrowser(true, 4);
    const { name, note } = (await startWasmEngine(new FakeCrew([2]))).device;
    expect({ name, note }).toEqual({ name: 'WASM, 3 threads', note: '1 of 4 threads did not start.' });
  });

  it('lets its threads go with the extractor', async () => {
    // A thread that never takes a task would hold the weights up.
    stubBrowser(true, 1);
    const crew = new FakeCrew();
    const engine = await startWasmEngine(crew);
    const halves = untrainedWeights();
    (await engine.load({ weightsId: UNTRAINED_WEIGHTS_ID, trained: false, halves })).dispose();
    expect(crew.hasEnded).toBe(true);
  });

  it('fails where the browser lacks SIMD', async () => {
    stubBrowser(true, 2);
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    await expect(startWasmEngine(new FakeCrew())).rejects.toMatchObject({ code: 'no-device' });
  });
});
