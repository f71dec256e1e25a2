import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { securityHeaders } from './scripts/security-headers.mjs';
import { assemblyScript } from './scripts/vite-assemblyscript.mjs';

export default defineConfig({
  base: './',
  // A missing file is a 404, not the page again: the app asks for optional assets.
  appType: 'mpa',
  plugins: [react(), assemblyScript()],
  worker: { format: 'es', plugins: () => [assemblyScript()] },
  // Codecs locate their WebAssembly beside themselves, which dependency pre-bundling would break.
  optimizeDeps: { exclude: ['@jsquash/jpeg', '@jsquash/webp'] },
  build: {
    target: 'es2022',
    assetsDir: 'code',
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { headers: securityHeaders },
  preview: { headers: securityHeaders },
  test: { include: ['src/**/*.test.ts', 'scripts/**/*.test.{ts,mjs}'] },
});
