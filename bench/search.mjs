/**
 * npm run bench:search: how fast a question is answered, beside FAISS on the same codes and the memory's own speed, both
 * measured in the same run. Ends with one line of JSON.
 */
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
const { ensurePythonModules } = await import('../scripts/setup/python-packages.mjs');
const { runnerImport } = await import('vite');
await ensureBrowser();
const hasFaiss = (await ensurePythonModules(['faiss'])).length === 0;
const config = 'bench/search/page/vite.config.ts';
await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'warn']);
/** @type {{ module: typeof import('./search/measure-scans.ts') }} */
const { module } = await runnerImport('./bench/search/measure-scans.ts');
console.log(JSON.stringify(await module.measureScans(hasFaiss)));
