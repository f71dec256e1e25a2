import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { sha256 } from './assets/sha256.mjs';
import { pagePolicy, securityHeaders } from './security-headers.mjs';

const SERVICE_WORKER = fileURLToPath(new URL('../src/offline/service-worker.ts', import.meta.url));
/** Not of the build: the weights and the sample, which the app keeps by itself. */
const ASSETS = 'assets/';

/**
 * Ends a build with the service worker, which knows every file of it by its SHA-256, and writes the security policy into
 * the page for hosts that send no headers.
 * @returns {import('vite').Plugin}
 */
export function offline() {
  let outDir = '';
  return {
    name: 'gramscope:offline',
    apply: 'build',
    configResolved(config) {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy },
        injectTo: 'head-prepend',
      },
    ],
    // Those of public/ are in the folder before those of the bundle are written.
    writeBundle: () => buildServiceWorker(outDir),
  };
}

/** @param {string} outDir */
async function buildServiceWorker(outDir) {
  const files = Object.fromEntries(
    listFiles(outDir)
      .filter((file) => !file.startsWith(ASSETS))
      .map((file) => [file, sha256(readFileSync(path.join(outDir, file)))]),
  );
  const version = sha256(Buffer.from(JSON.stringify([files, securityHeaders]))).slice(0, 16);
  await build({
    configFile: false,
    logLevel: 'warn',
    define: { BUILD: JSON.stringify({ files, headers: securityHeaders, version }) },
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      lib: { entry: SERVICE_WORKER, formats: ['iife'], name: 'serviceWorker', fileName: () => 'service-worker.js' },
    },
  });
}

/**
 * @param {string} folder
 * @returns {string[]} Paths below it, with '/' between the parts, sorted.
 */
function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
