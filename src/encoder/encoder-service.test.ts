import '@tensorflow/tfjs-backend-wasm';
import { matMul, setBackend, transpose } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drawTissue } from '../../e2e/reference/draw-tissue.ts';
import type { Profile } from '../barcode/profile.ts';
import { AppError } from '../base/errors.ts';
import { type CallContext, Transferred } from '../base/rpc.ts';
import { EncoderService } from './encoder-service.ts';
import type { StartedExtractor } from './start-extractor.ts';
import type { TfjsEngine } from './tfjs-engine.ts';
import { TfjsExtractor } from './tfjs-extractor.ts';
import { UNTRAINED_WEIGHTS_ID } from './untrained.ts';
import type { Weights } from './weights.ts';

// All of VGG19's numbers pass through here: seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const context: CallContext<unknown> = { signal: new AbortController().signal, progress: () => {} };
const request = { engine: 'wasm', assetsUrl: 'http://localhost/assets/' } as const;
const profile: Profile = {
  recipe: 1,
  weightsId: UNTRAINED_WEIGHTS_ID,
  size: 16,
  layers: [1],
  sampling: 64,
  binarisation: 'per-layer',
};

/** TensorFlow.js' WASM, which takes one piece of work at a time: counts how many run at once. */
async function wasmInNode(loading: Promise<Weights>): Promise<StartedExtractor & { readonly mostAtOnce: number }> {
  await setBackend('wasm');
  let running = 0;
  let mostAtOnce = 0;
  const engine: TfjsEngine = {
    device: { engine: 'wasm', name: 'WASM in Node', note: '' },
    stackedPixels: 0,
    gramProduct: (features) => matMul(transpose(features, [0, 2, 1]), features),
    async guard<Result>(work: () => Promise<Result>): Promise<Result> {
      running++;
      mostAtOnce = Math.max(mostAtOnce, running);
      const result = await work();
      running--;
      return result;
    },
    dispose: () => {},
  };
  return {
    device: { ...engine.device, note: 'chosen by a test' },
    extractor: new TfjsExtractor(engine, await loading),
    get mostAtOnce() {
      return mostAtOnce;
    },
  };
}

function serveNoWeights(): void {
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('EncoderService', () => {
  it('tells its device and weights, and takes calls that overlap', async () => {
    serveNoWeights();
    let started: Awaited<ReturnType<typeof wasmInNode>> | undefined;
    const service = new EncoderService(async (_, loading) => {
      started = await wasmInNode(loading);
      return started;
    });
    expect(await service.start(request, context)).toEqual({
      device: started?.device,
      weightsId: UNTRAINED_WEIGHTS_ID,
      trained: false,
    });
    const images = [drawTissue(16, 16, 1), drawTissue(16, 16, 2)] as const;
    const tooNarrow = service.encode({ batch: [drawTissue(16, 8, 1)], profile }, context);
    const calls = images.map((image) => service.encode({ batch: [image], profile }, context));
    await expect(tooNarrow).rejects.toMatchObject({ code: 'image-too-narrow' });
    const [first, second] = await Promise.all(calls);
    expect(first).toBeInstanceOf(Transferred);
    expect(first?.buffers).toEqual([first?.value[0]?.buffer]);
    expect(first?.value[0]).toHaveLength(8);
    expect(second?.value).not.toEqual(first?.value);
    expect(started?.mostAtOnce).toBe(1);
  });

  it('fails to start without a device', async () => {
    serveNoWeights();
    const service = new EncoderService(() => Promise.reject(new AppError('no-device')));
    await expect(service.start(request, context)).rejects.toMatchObject({ code: 'no-device' });
  });

  it('does not encode before it was started', async () => {
    const service = new EncoderService((_, loading) => wasmInNode(loading));
    await expect(service.encode({ batch: [], profile }, context)).rejects.toBeInstanceOf(AppError);
  });
});
