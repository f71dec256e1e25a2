import { Connection, type Endpoint, serve } from '../../../base/rpc.ts';
import { TableReader } from '../../../tables/table-reader.ts';

/** The reader of a table in this thread: one of its own needs a browser. */
export function readHere(): Connection<TableReader> {
  const { port1, port2 } = new MessageChannel();
  serve(new TableReader(), port2 as Endpoint);
  port1.start();
  port2.start();
  return new Connection<TableReader>(Object.assign(port1 as Endpoint, { terminate: () => port1.close() }));
}
