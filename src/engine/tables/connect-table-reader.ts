import { type Connection, connectWorker } from '../../base/rpc.ts';
import type { TableReader } from '../../tables/table-reader.ts';

/** A worker that reads one table. Whoever starts it ends it. */
export function connectTableReader(): Connection<TableReader> {
  return connectWorker<TableReader>(
    () =>
      new Worker(new URL('../../tables/table-reader.worker.ts', import.meta.url), { type: 'module', name: 'table' }),
  );
}
