import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

export interface ReceivedRequest {
  readonly method: string;
  /** As it was asked for, query and all. */
  readonly address: string;
  readonly bodyBytes: number;
}

export interface PlainServer {
  readonly url: string;
  /** All that ever reached it. */
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Serves a folder as the simplest of hosts does: types and bytes, none of the headers that the app would like. */
export async function servePlainly(folder: string): Promise<PlainServer> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '' } = request;
    received.push({ method, address: url, bodyBytes: (await buffer(request)).length });
    const file = path.join(folder, new URL(url, 'http://localhost').pathname.replace(/\/$/, '/index.html'));
    const bytes = await readFile(file).catch(() => undefined);
    response.writeHead(bytes ? 200 : 404, { 'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream' });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
