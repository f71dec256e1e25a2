/**
 * npm run bench:lens: how long it takes to learn a similarity from labels, to check it and to search by it, in Chromium. Ends
 * with one line of JSON.
 */
import { prepare } from './prepare.mjs';

await prepare({ page: 'bench/lens/page/vite.config.ts' });
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./lens/measure-lens.ts') }} */
const { module } = await runnerImport('./bench/lens/measure-lens.ts');
console.log(JSON.stringify(await module.measureLens()));
