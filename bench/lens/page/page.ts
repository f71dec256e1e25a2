/** Puts the worker that the benchmark times on `window`. */
import { connectWithCrew } from '../../../src/base/crew.ts';
import type { Remote } from '../../../src/base/rpc.ts';
import { trustOwnScripts } from '../../../src/base/trusted-types.ts';
import { makeScanThread } from '../../../src/engine/question/connect-search.ts';
import type { LensBench } from './lens-bench.ts';

trustOwnScripts();

declare global {
  var lensBench: Remote<LensBench>;
}

globalThis.lensBench = connectWithCrew<LensBench>(
  () => new Worker(new URL('./lens.worker.ts', import.meta.url), { type: 'module', name: 'lens' }),
  makeScanThread,
).remote;
