import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import app from '../../../vite.config.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const OUT_DIR = at('../../../dist-bench-lens');

/** The app's own build settings around a page whose worker learns and searches as the app's does. */
export default mergeConfig(
  app,
  defineConfig({ root: at('.'), publicDir: false, build: { outDir: OUT_DIR, emptyOutDir: true } }),
);
