/**
 * npm run bench:cases: how fast a whole case is searched for, by all its patches and by a few that stand for them, whether both
 * find the same cases, and how fast a table is read. Ends with one line of JSON.
 */
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
const { runnerImport } = await import('vite');
await ensureBrowser();
for (const config of ['bench/search/page/vite.config.ts', 'e2e/harness/vite.config.ts']) {
  await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'warn']);
}
/** @type {{ module: typeof import('./search/measure-cases.ts') }} */
const { module } = await runnerImport('./bench/search/measure-cases.ts');
console.log(JSON.stringify(await module.measureCases()));
