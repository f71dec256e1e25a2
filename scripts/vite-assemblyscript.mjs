import { readdirSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';

/**
 * Optimised, without a runtime of its own, on a memory that the caller provides (it may grow to 4 GiB).
 * SIMD is on: validate the module before use, since a browser may lack it.
 */
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
const MEMORY = ['--importMemory', '--noExportMemory', '--initialMemory', '1', '--maximumMemory', '65536'];

const SOURCE = /\.as\.ts$/;

/**
 * Makes `import bytes from './kernel.as.ts?wasm'` give the compiled module as a Uint8Array, inlined, since a kernel of a
 * few kilobytes is not worth a request. `?wasm&shared` is for a shared memory; any other word after `&` is a feature that
 * the compiler may use (`threads`, `relaxed-simd`).
 * @returns {import('vite').Plugin}
 */
export function assemblyScript() {
  return {
    name: 'gramscope:assemblyscript',
    enforce: 'pre',
    load: {
      filter: { id: /\.as\.ts\?wasm(&[a-z-]+)*$/ },
      async handler(id) {
        const [file = '', query = ''] = id.split('?');
        const sources = readdirSync(path.dirname(file)).filter((name) => SOURCE.test(name));
        for (const name of sources) this.addWatchFile(path.join(path.dirname(file), name));
        const base64 = Buffer.from(await compile(file, query.split('&').slice(1))).toString('base64');
        return `export default Uint8Array.from(atob('${base64}'), (char) => char.charCodeAt(0));`;
      },
    },
  };
}

/**
 * @param {string} file
 * @param {readonly string[]} words What follows `?wasm`.
 * @returns {Promise<Uint8Array>}
 */
async function compile(file, words) {
  const flags = words.flatMap((word) => (word === 'shared' ? ['--sharedMemory'] : ['--enable', word]));
  /** @type {Uint8Array | undefined} */
  let compiled;
  const baseDir = path.dirname(file);
  const { error, stderr } = await asc.main(
    [path.basename(file), '--baseDir', baseDir, '--outFile', 'kernel.wasm', ...OPTIONS, ...MEMORY, ...flags],
    {
      writeFile: (_name, contents) => {
        if (typeof contents !== 'string') compiled = contents;
      },
    },
  );
  if (error || !compiled) throw new Error(`${file}: ${stderr.toString() || error?.message}`);
  return compiled;
}
