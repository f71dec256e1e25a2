import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { securityHeaders } from './scripts/security-headers.mjs';
import { assemblyScript } from './scripts/vite-assemblyscript.mjs';
import { codecsWithoutNode } from './scripts/vite-codecs.mjs';
import { offline } from './scripts/vite-offline.mjs';
import { workerEntries, workersMakeNone } from './scripts/vite-worker-entries.mjs';

/** Compiling the WebAssembly kernels takes most of a build, and need not be said every time. */
const quiet = { checks: { pluginTimings: false } };

export default defineConfig({
  base: './',
  // A missing file is a 404, not the page again: the app asks for optional assets.
  appType: 'mpa',
  plugins: [react(), assemblyScript(), codecsWithoutNode(), offline()],
  worker: {
    format: 'es',
    plugins: () => [assemblyScript(), codecsWithoutNode(), workerEntries(), workersMakeNone()],
    rolldownOptions: quiet,
  },
  // Codecs locate their WebAssembly beside themselves, which dependency pre-bundling would break.
  optimizeDeps: { exclude: ['@jsquash/jpeg', '@jsquash/webp'] },
  build: {
    target: 'es2022',
    assetsDir: 'code',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: quiet,
  },
  server: { headers: securityHeaders },
  preview: { headers: securityHeaders },
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}', 'bench/**/*.test.ts'],
    // No test is about time, and a machine may have other things to do.
    testTimeout: 60_000,
    // All cores: the default leaves one idle, which is half of a machine that has two.
    maxWorkers: '100%',
  },
});
