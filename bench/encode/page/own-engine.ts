import type { Crew } from '../../../src/base/crew.ts';
import { UNTRAINED_WEIGHTS_ID, untrainedWeights } from '../../../src/encoder/untrained.ts';
import { Network } from '../../../src/encoder/wasm/network.ts';
import type { ThreadStart } from '../../../src/encoder/wasm/thread-pool.ts';
import { startThreads, type Threads } from '../../../src/encoder/wasm/wasm-engine.ts';
import { WasmExtractor } from '../../../src/encoder/wasm/wasm-extractor.ts';
import { randomImages, standardProfile, type TimedEngine, type Timing } from './timed-engine.ts';

/** The app's own WebAssembly engine. */
export class OwnEngine implements TimedEngine {
  readonly #crew: Crew<ThreadStart>;
  #started: (Threads & { readonly extractor: WasmExtractor }) | undefined;

  constructor(crew: Crew<ThreadStart>) {
    this.#crew = crew;
  }

  async start({ threads }: { readonly threads: number }): Promise<string> {
    const started = await startThreads(threads, this.#crew);
    if (started.threads < threads) throw new Error(`${started.threads} of ${threads} threads started`);
    const device = { engine: 'wasm', name: `Gramscope WASM, ${threads} thread(s)`, note: '' } as const;
    const network = new Network(started.arena, started.pool, untrainedWeights());
    const extractor = new WasmExtractor(device, UNTRAINED_WEIGHTS_ID, network, started.endHelpers);
    this.#started = { ...started, extractor };
    return device.name;
  }

  async encode({ size, batch }: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#started) throw new Error('start first');
    const { arena, pool, extractor } = this.#started;
    const images = randomImages(size, batch);
    const profile = standardProfile(size);
    const before = { ...pool.milliseconds };
    const begin = performance.now();
    const barcodes = await extractor.encode(images, profile, new AbortController().signal);
    const milliseconds = performance.now() - begin;
    const spent = (kinds: readonly (keyof typeof before)[]) =>
      kinds.reduce((sum, kind) => sum + pool.milliseconds[kind] - before[kind], 0);
    const convolutions = spent(['convolveFirst', 'transformTiles', 'multiplyTiles']);
    const grams = spent(['multiplySlice', 'sumEntries']);
    return {
      milliseconds,
      stages: { convolutions, grams, rest: milliseconds - convolutions - grams },
      memoryBytes: arena.memory.buffer.byteLength,
      barcodes,
    };
  }
}
