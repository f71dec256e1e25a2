import { Connection, type Endpoint, serve } from '../../base/rpc.ts';
import { ScanHelper } from '../scan-helper.ts';

const ports: MessagePort[] = [];

/** A helper behind messages, as in a worker. */
export function startScanHelper() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  serve(new ScanHelper(), port2 as Endpoint);
  port1.start();
  port2.start();
  return new Connection<ScanHelper>(port1 as Endpoint).remote;
}

/** To be called after each test: an open port keeps its process alive. */
export function endScanHelpers(): void {
  for (const port of ports.splice(0)) port.close();
}
