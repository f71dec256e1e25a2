import { Connection, type Endpoint, serve } from '../../../base/rpc.ts';
import { PatchLoader } from '../../../columns/patch-loader.ts';

/** The loader of a collection in this thread: one of its own needs a browser. @param before Awaited before it reads. */
export function loadHere(before: () => Promise<void> = async () => {}): Connection<PatchLoader> {
  const { port1, port2 } = new MessageChannel();
  const loader = new PatchLoader();
  const read = loader.read.bind(loader);
  loader.read = async (...args) => {
    await before();
    await read(...args);
  };
  serve(loader, port2 as Endpoint);
  port1.start();
  port2.start();
  return new Connection<PatchLoader>(Object.assign(port1 as Endpoint, { terminate: () => port1.close() }));
}
