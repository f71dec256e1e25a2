import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { assemblyScript } from '../../../scripts/vite-assemblyscript.mjs';

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

/**
 * TensorFlow.js starts its WASM threads from the source text of one function. That function names a variable outside of
 * itself, `_scriptDir`, behind a `typeof` check, which minifying takes away, so that every thread fails. A variable of
 * its own, left undefined, is what it would find in a thread anyway.
 */
function selfContainedThreads(): Plugin {
  return {
    name: 'gramscope:self-contained-threads',
    transform: {
      filter: { id: /tfjs-backend-wasm-threaded-simd\.js$/ },
      handler(code) {
        const changed = code.replace(/function\s*\(WasmBackendModuleThreadedSimd\)\s*\{/, '$& var _scriptDir;');
        if (changed === code)
          this.error('The WASM backend of TensorFlow.js has changed; see whether threads still start.');
        return { code: changed, map: null };
      },
    },
  };
}
