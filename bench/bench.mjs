/** npm run bench: what the app takes, measured on the built app in a real browser. Ends with one line of JSON. */
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { prepareAssets } = await import('../scripts/assets.mjs');
const { buildApp } = await import('../scripts/setup/build-app.mjs');
const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
const { runnerImport } = await import('vite');
await ensureBrowser();
await prepareAssets();
await buildApp();
await runOrExit('npx', [
  '--no-install',
  'vite',
  'build',
  '--config',
  'e2e/harness/vite.config.ts',
  '--logLevel',
  'warn',
]);
/** @type {{ module: { measureAll(): Promise<object> } }} */
const { module } = await runnerImport('./bench/measure-all.ts');
console.log(JSON.stringify(await module.measureAll()));
