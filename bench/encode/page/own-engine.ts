import { binarise } from '../../../src/barcode/binarise.ts';
import { packBits } from '../../../src/barcode/pack.ts';
import { preprocess } from '../../../src/encoder/preprocess.ts';
import { untrainedWeights } from '../../../src/encoder/untrained.ts';
import { Network } from '../../../src/encoder/wasm/network.ts';
import { startThreads, type Threads } from '../../../src/encoder/wasm/wasm-engine.ts';
import { randomImages } from './random-images.ts';
import { STANDARD_ENTRIES, type TimedEngine, type Timing } from './timed-engine.ts';

/** The app's own WebAssembly engine. */
export class OwnEngine implements TimedEngine {
  #started: (Threads & { readonly network: Network }) | undefined;

  async start({ threads }: { readonly threads: number }): Promise<string> {
    const started = await startThreads(threads, '');
    this.#started = { ...started, network: new Network(started.arena, started.pool, untrainedWeights()) };
    return `Gramscope WASM, ${threads} threads`;
  }

  async encode({ size, batch }: { readonly size: number; readonly batch: number }): Promise<Timing> {
    if (!this.#started) throw new Error('start first');
    const { arena, pool, network } = this.#started;
    const images = randomImages(size, batch);
    const before = { ...pool.milliseconds };
    const begin = performance.now();
    const pixels = preprocess(images);
    const preprocessed = performance.now();
    const entries = network.gramEntries(pixels, { images: batch, height: size, width: size }, STANDARD_ENTRIES);
    const computed = performance.now();
    const barcodes = entries.map((layers) => packBits(binarise(layers, 'per-layer')));
    const end = performance.now();
    const spent = Object.entries(pool.milliseconds).map(([kind, total]) => [
      kind,
      total - (before[kind as keyof typeof before] ?? 0),
    ]);
    return {
      milliseconds: end - begin,
      stages: { ...Object.fromEntries(spent), preprocess: preprocessed - begin, bits: end - computed },
      memoryBytes: arena.memory.buffer.byteLength,
      barcodes,
    };
  }
}
