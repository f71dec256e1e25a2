/** Puts the worker that the benchmark times on `window`. */
import { connectWorker, type Remote } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import type { LensBench } from './lens-bench.ts';

trustOwnScripts();

declare global {
  var lensBench: Remote<LensBench>;
}

globalThis.lensBench = connectWorker<LensBench>(
  () => new Worker(new URL('./lens.worker.ts', import.meta.url), { type: 'module', name: 'lens' }),
).remote;
