/** Puts the engines of this benchmark on `window`. */
import { connectWithCrew } from '../../../src/base/crew.ts';
import { Connection } from '../../../src/base/rpc.ts';
import { makeEncoderThread } from '../../../src/engine/device/connect-encoder.ts';
import { type EncodeBench, type EngineKey, toSample } from '../engines.ts';
import { describeAdapter, fasterProduct } from './gpu-limit.ts';
import type { MultiplyAddLoop } from './limit.worker.ts';
import type { TimedEngine } from './timed-engine.ts';

/** More would mostly wait for memory; the app takes no more either. */
const MOST_THREADS = 8;

const connections = new Map<EngineKey, Connection<TimedEngine>>();

globalThis.encodeBench = {
  async start(engine, threads) {
    connections.get(engine)?.destroy();
    const connection = connectWithCrew<TimedEngine>(
      () => new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module', name: engine }),
      makeEncoderThread,
    );
    connections.set(engine, connection);
    return connection.remote.start({ threads });
  },

  async encode(engine, size, batch) {
    const connection = connections.get(engine);
    if (!connection) throw new Error(`start ${engine} first`);
    return toSample(await connection.remote.encode({ size, batch }));
  },

  async stopAll() {
    for (const connection of connections.values()) connection.destroy();
    connections.clear();
  },

  adapter: describeAdapter,
  measureProduct: fasterProduct,

  async threads() {
    return Math.min(navigator.hardwareConcurrency, MOST_THREADS);
  },

  async limit(threads) {
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

declare global {
  var encodeBench: EncodeBench;
}
