import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { securityHeaders } from './scripts/security-headers.mjs';

export default defineConfig({
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  // Codecs locate their WebAssembly beside themselves, which dependency pre-bundling would break.
  optimizeDeps: { exclude: ['@jsquash/jpeg', '@jsquash/webp'] },
  build: { target: 'es2022', assetsDir: 'code', chunkSizeWarningLimit: 1500 },
  server: { headers: securityHeaders },
  preview: { headers: securityHeaders },
});
