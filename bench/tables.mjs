/**
 * npm run bench:tables: seconds from the bytes of a table of 100,000 rows and 50 columns to its values for as many patches,
 * in the worker that does so; the median of three. Ends with one line of JSON.
 */
import { prepare } from './prepare.mjs';

await prepare({ page: 'e2e/harness/vite.config.ts' });
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./measure-tables.ts') }} */
const { module } = await runnerImport('./bench/measure-tables.ts');
console.log(JSON.stringify(await module.measureTables(100_000)));
