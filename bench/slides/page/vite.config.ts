import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import app from '../../../vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The app's own build settings around a page that times its slide readers. */
export default mergeConfig(
  app,
  defineConfig({
    root: at('.'),
    publicDir: false,
    build: { outDir: at('../../../dist-bench-slides'), emptyOutDir: true },
  }),
);
