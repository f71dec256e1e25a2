/**
 * npm run bench:cases: how fast a whole case is searched for, by all its patches and by a few that stand for them, whether both
 * find the same cases, and how fast a table is read. Ends with one line of JSON.
 */
import { buildPage, prepare } from './prepare.mjs';

await prepare({ page: 'bench/search/page/vite.config.ts' });
await buildPage('e2e/harness/vite.config.ts');
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./search/measure-cases.ts') }} */
const { module } = await runnerImport('./bench/search/measure-cases.ts');
console.log(JSON.stringify(await module.measureCases()));
