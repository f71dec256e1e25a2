/** npm run bench: what the app takes, measured on the built app in a real browser. Ends with one line of JSON. */
import { prepare } from './prepare.mjs';

await prepare({ assets: true, app: true, page: 'e2e/harness/vite.config.ts' });
const { runnerImport } = await import('vite');
/** @type {{ module: { measureAll(): Promise<object> } }} */
const { module } = await runnerImport('./bench/measure-all.ts');
console.log(JSON.stringify(await module.measureAll()));
