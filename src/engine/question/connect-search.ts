import { connectWithCrew } from '../../base/crew.ts';
import type { Connection } from '../../base/rpc.ts';
import type { SearchWorker } from '../../search/search-worker.ts';

/** Starts a search worker, and the threads that it asks for. Whoever starts it ends it. */
export function connectSearch(): Connection<SearchWorker> {
  return connectWithCrew<SearchWorker>(
    () => new Worker(new URL('../../search/search.worker.ts', import.meta.url), { type: 'module', name: 'search' }),
    makeScanThread,
  );
}

/** What a search worker's crew is made of. */
export function makeScanThread(): Worker {
  return new Worker(new URL('../../search/scan.worker.ts', import.meta.url), { type: 'module', name: 'scan' });
}
