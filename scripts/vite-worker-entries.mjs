/**
 * For the bundles of workers: ends the build when one makes workers itself. In Firefox such a call now and then never
 * returns, so the page makes them all (src/base/crew.ts).
 * @returns {import('vite').Plugin}
 */
export function workersMakeNone() {
  return {
    name: 'gramscope:workers-make-none',
    apply: 'build',
    generateBundle(_options, bundle) {
      const makers = Object.values(bundle).filter(
        (file) => file.type === 'chunk' && /\bnew (Shared)?Worker\b/.test(file.code),
      );
      if (makers.length > 0) {
        const names = makers.map(({ fileName }) => fileName).join(', ');
        this.error(`Workers make workers, which only the page may: ${names}`);
      }
    },
  };
}

/**
 * For the bundles of workers: keeps apart what a worker begins with from what it imports, so that no chunk that is loaded
 * later imports the entry. WebKit evaluates the entry of a module worker again when a chunk imports it, which would serve
 * every call twice and make two of each class. Ends the build when it is imported nevertheless.
 * @returns {import('vite').Plugin}
 */
export function workerEntries() {
  return {
    name: 'gramscope:worker-entries',
    apply: 'build',
    // Vite's own choice lets the entry hold what chunks share with it.
    options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
    generateBundle(_options, bundle) {
      const importers = importersOfEntries(Object.values(bundle));
      if (importers.length > 0) this.error(`Chunks import the entry of their worker: ${importers.join(', ')}`);
    },
  };
}

/**
 * @param {readonly { type: string, fileName: string, isEntry?: boolean, imports?: string[], dynamicImports?: string[] }[]} bundle
 * @returns {string[]} File names of the chunks that import an entry.
 */
export function importersOfEntries(bundle) {
  const entries = new Set(bundle.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  return bundle
    .filter(({ imports = [], dynamicImports = [] }) =>
      [...imports, ...dynamicImports].some((file) => entries.has(file)),
    )
    .map(({ fileName }) => fileName);
}
