import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { assemblyScript } from '../../../scripts/vite-assemblyscript.mjs';
import { selfContainedThreads } from './vite-tfjs-threads.mjs';

/** Isolated as the app is, so that every engine has its threads, but free to start them from a blob. */
export const isolated = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  appType: 'mpa',
  publicDir: false,
  plugins: [assemblyScript()],
  worker: { format: 'es', plugins: () => [assemblyScript(), selfContainedThreads()] },
  build: {
    target: 'es2022',
    outDir: fileURLToPath(new URL('../../../dist-bench', import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  preview: { headers: isolated },
});
