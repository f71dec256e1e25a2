/**
 * Serves the folder that this file lies in, to this machine alone. Needs Node.js 18 or later and nothing else:
 *
 *   node serve.mjs [port]
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = path.dirname(fileURLToPath(import.meta.url));
/** @type {Record<string, string>} */
const HEADERS = {};
/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const FIRST_PORT = Number(process.argv[2] ?? 4173);

const server = createServer(async (request, response) => {
  const file = request.method === 'GET' || request.method === 'HEAD' ? await findFile(request.url ?? '/') : undefined;
  if (!file) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  const type = TYPES[path.extname(file.path)] ?? 'application/octet-stream';
  const cache = { 'Content-Type': type, 'Content-Length': file.size, 'Cache-Control': 'no-cache' };
  response.writeHead(200, { ...HEADERS, ...cache });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file.path).pipe(response);
});

server.on('listening', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : FIRST_PORT;
  console.log(`Gramscope is at http://localhost:${port}/\nNothing leaves this machine. Press Ctrl+C to stop.`);
});
server.listen(FIRST_PORT, 'localhost');

/**
 * The file at an address, if there is one in the folder.
 * @param {string} address
 */
async function findFile(address) {
  try {
    const { pathname } = new URL(address, 'http://localhost');
    const relative = decodeURIComponent(pathname).replace(/\/$/, '/index.html');
    const found = path.join(FOLDER, relative);
    if (!found.startsWith(FOLDER + path.sep)) return undefined;
    const stats = await stat(found);
    return stats.isFile() ? { path: found, size: stats.size } : undefined;
  } catch {
    return undefined;
  }
}
