import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const outDir = fileURLToPath(new URL('../../../dist-bench-node', import.meta.url));

/** One folder that can be carried to a machine with a graphics card: the bundle, Dawn and onnxruntime-web's module. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  publicDir: false,
  plugins: [besides()],
  ssr: { noExternal: true },
  build: {
    ssr: 'main.ts',
    target: 'node20',
    outDir,
    emptyOutDir: true,
    rolldownOptions: { output: { entryFileNames: 'bench.mjs', codeSplitting: false } },
  },
});

/** Puts beside the bundle what cannot be bundled, for this kind of machine. */
function besides(): Plugin {
  return {
    name: 'gramscope:besides',
    writeBundle() {
      const { resolve } = createRequire(import.meta.url);
      // As the package finds it, from beside its own code.
      const platform = `dist/${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
      const dawn = path.join(path.dirname(resolve('webgpu')), platform);
      cpSync(dawn, path.join(outDir, platform), { recursive: true });
      for (const file of ['ort-wasm-simd-threaded.asyncify.mjs', 'ort-wasm-simd-threaded.asyncify.wasm']) {
        cpSync(resolve(`onnxruntime-web/${file}`), path.join(outDir, file));
      }
    },
  };
}
