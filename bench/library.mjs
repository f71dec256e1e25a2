/**
 * npm run bench:library: what the page pays for large collections: opening, filtering, sorting, scrolling, adding,
 * exporting and deleting, on collections that the benchmark writes into the library itself. Options: `--sizes 10000,300000` measures
 * other ones, `--keep FOLDER` keeps a browser profile with the collections there, or measures a copy of the one that is there,
 * `--only-fill` makes no more than that, `--write` writes the table of docs/performance.md. Ends with one line of JSON.
 */
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,300000' },
    keep: { type: 'string' },
    'only-fill': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
await prepare({ app: true, page: 'bench/library/page/vite.config.ts' });
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./library/measure-library.ts') }} */
const { module } = await runnerImport('./bench/library/measure-library.ts');
const sizes = values.sizes.split(',').map(Number);
if (values['only-fill'] && values.keep !== undefined) await module.keepLibrary(values.keep, sizes);
else console.log(JSON.stringify(await module.measureLibrary(sizes, values.keep, values.write)));
