import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Canary {
  /** Another origin than the app's, on this machine. */
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  /** Paths that were asked for; `bytes` for what is no request, `udp` for a packet. Bare connections carry nothing. */
  seen(): string[];
  close(): Promise<void>;
}

/** Listens for whatever leaves the page: requests of any kind, other bytes, packets. Answers everybody. */
export async function openCanary(): Promise<Canary> {
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    seen.add(pathOf(request.url));
    const headers = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html' }).end();
  });
  server.on('upgrade', ({ url }, socket) => {
    seen.add(pathOf(url));
    socket.destroy();
  });
  server.on('clientError', (_error, socket) => {
    seen.add('bytes');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const packets = createSocket('udp4', () => seen.add('udp'));
  await new Promise<void>((resolve) => packets.bind(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}/`,
    host: `127.0.0.1:${port}`,
    seen: () => [...seen].sort(),
    async close() {
      packets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pathOf(url = ''): string {
  return new URL(url, 'http://localhost').pathname.slice(1);
}
