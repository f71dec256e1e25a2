import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import app from '../../../vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The app's own build settings, and its weights, around a page that encodes files. */
export default mergeConfig(
  app,
  defineConfig({
    root: at('.'),
    publicDir: at('../../../public'),
    build: { outDir: at('../../../dist-bench-evidence'), emptyOutDir: true },
  }),
);
