/**
 * npm run bench:lens: how long it takes to learn a similarity from labels, to check it and to search by it, in Chromium. Ends
 * with one line of JSON.
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
const config = 'bench/lens/page/vite.config.ts';
await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'warn']);
/** @type {{ module: typeof import('./lens/measure-lens.ts') }} */
const { module } = await runnerImport('./bench/lens/measure-lens.ts');
console.log(JSON.stringify(await module.measureLens()));
