import { type Connection, connectWorker } from '../../base/rpc.ts';
import type { PatchLoader } from '../../columns/patch-loader.ts';

/** A worker that reads one collection. Whoever starts it ends it. */
export function connectLoader(): Connection<PatchLoader> {
  return connectWorker<PatchLoader>(
    () =>
      new Worker(new URL('../../columns/patch-loader.worker.ts', import.meta.url), { type: 'module', name: 'patches' }),
  );
}
