/**
 * npm run bench:search: how fast a question is answered, beside FAISS on the same codes and the memory's own speed, both
 * measured in the same run. Ends with one line of JSON.
 */
import { prepare } from './prepare.mjs';

await prepare({ page: 'bench/search/page/vite.config.ts' });
const { ensurePythonModules } = await import('../scripts/setup/python-packages.mjs');
const { runnerImport } = await import('vite');
const hasFaiss = (await ensurePythonModules(['faiss'])).length === 0;
/** @type {{ module: typeof import('./search/measure-scans.ts') }} */
const { module } = await runnerImport('./bench/search/measure-scans.ts');
console.log(JSON.stringify(await module.measureScans(hasFaiss)));
