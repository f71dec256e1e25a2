import path from 'node:path';
import asc from 'assemblyscript/asc';

/**
 * Optimised, without a runtime of its own, on a memory that the caller provides (it may grow to 4 GiB).
 * SIMD is on: instantiate where it may be missing with a fallback at hand.
 */
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
const MEMORY = ['--importMemory', '--noExportMemory', '--initialMemory', '1', '--maximumMemory', '65536'];

/**
 * Makes `import bytes from './kernel.as.ts?wasm'` give the compiled module as a Uint8Array, inlined, since a kernel of a
 * few hundred bytes is not worth a request.
 * @returns {import('vite').Plugin}
 */
export function assemblyScript() {
  return {
    name: 'gramscope:assemblyscript',
    enforce: 'pre',
    load: {
      filter: { id: /\.as\.ts\?wasm$/ },
      async handler(id) {
        const file = id.slice(0, -'?wasm'.length);
        this.addWatchFile(file);
        const base64 = Buffer.from(await compile(file)).toString('base64');
        return `export default Uint8Array.from(atob('${base64}'), (char) => char.charCodeAt(0));`;
      },
    },
  };
}

/**
 * @param {string} file
 * @returns {Promise<Uint8Array>}
 */
async function compile(file) {
  /** @type {Uint8Array | undefined} */
  let compiled;
  const baseDir = path.dirname(file);
  const { error, stderr } = await asc.main(
    [path.basename(file), '--baseDir', baseDir, '--outFile', 'kernel.wasm', ...OPTIONS, ...MEMORY],
    {
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') compiled = contents;
      },
    },
  );
  if (error || !compiled) throw new Error(`${file}: ${stderr.toString() || error?.message}`);
  return compiled;
}
