/**
 * TensorFlow.js starts its WASM threads from the source text of one function. That function names a variable outside of
 * itself, `_scriptDir`, behind a `typeof` check, which minifying takes away, so that every thread fails. A variable of
 * its own, left undefined, is what it would find in a thread anyway.
 * @returns {import('vite').Plugin}
 */
export function selfContainedThreads() {
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
