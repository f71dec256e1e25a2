import { Connection, type Endpoint, serve } from '../../base/rpc.ts';
import { type Joining, ScanHelper } from '../scan-helper.ts';
import type { RemoteHelper } from '../start-helpers.ts';

const ports: MessagePort[] = [];

/** A helper behind messages, as in a worker. */
export async function startScanHelper(joining: Joining): Promise<RemoteHelper> {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(new ScanHelper(joining), port2 as Endpoint);
  return new Connection<ScanHelper>(port1 as Endpoint).remote;
}

/** To be called after each test: an open port keeps its process alive. */
export function endScanHelpers(): void {
  for (const port of ports.splice(0)) port.close();
}
