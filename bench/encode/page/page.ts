/** Puts the engines of this benchmark on `window`. */
import { Connection } from '../../../src/base/rpc.ts';
import { adapterName, isSoftware } from '../../../src/encoder/choose-device.ts';
import { measureProduct } from './gpu-limit.ts';
import type { MultiplyAddLoop } from './multiply-add-loop.ts';
import type { TimedEngine, Timing } from './timed-engine.ts';

const WORKERS = {
  own: () => new Worker(new URL('./own.worker.ts', import.meta.url), { type: 'module' }),
  ort: () => new Worker(new URL('./ort.worker.ts', import.meta.url), { type: 'module' }),
  tfjs: () => new Worker(new URL('./tfjs.worker.ts', import.meta.url), { type: 'module' }),
  ownGpu: () => new Worker(new URL('./own-gpu.worker.ts', import.meta.url), { type: 'module' }),
  ortGpu: () => new Worker(new URL('./ort-gpu.worker.ts', import.meta.url), { type: 'module' }),
  tfjsGpu: () => new Worker(new URL('./tfjs-gpu.worker.ts', import.meta.url), { type: 'module' }),
};

export type EngineKey = keyof typeof WORKERS;

const connections = new Map<EngineKey, Connection<TimedEngine>>();

const calls = {
  /** Starts an engine afresh in a worker of its own. @returns How it calls itself. */
  async start(engine: EngineKey, threads: number): Promise<string> {
    connections.get(engine)?.destroy();
    const connection = new Connection<TimedEngine>(WORKERS[engine]());
    connections.set(engine, connection);
    return connection.remote.start({ threads });
  },

  async encode(engine: EngineKey, size: number, batch: number): Promise<Timing> {
    const connection = connections.get(engine);
    if (!connection) throw new Error(`start ${engine} first`);
    return connection.remote.encode({ size, batch });
  },

  /** Name of the graphics adapter and whether it computes on the processor; null where there is none. */
  async adapter(): Promise<{ readonly name: string; readonly software: boolean } | null> {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    return adapter ? { name: adapterName(adapter), software: isSoftware(adapter) } : null;
  },

  /** GFLOP/s of our matrix product alone on the graphics adapter. */
  measureProduct,

  /** GFLOP/s of a multiply-add loop on this many threads at once. */
  async limit(threads: number): Promise<number> {
    const loops = Array.from(
      { length: threads },
      () =>
        new Connection<MultiplyAddLoop>(
          new Worker(new URL('./limit.worker.ts', import.meta.url), { type: 'module', name: 'limit' }),
        ),
    );
    const rates = await Promise.all(loops.map(({ remote }) => remote.run(null)));
    for (const loop of loops) loop.destroy();
    return rates.reduce((sum, rate) => sum + rate, 0);
  },
};

export type EncodeBench = typeof calls;

declare global {
  var encodeBench: EncodeBench;
}

globalThis.encodeBench = calls;
