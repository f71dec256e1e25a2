/**
 * npm run bench:tables: seconds from the bytes of a table of 100,000 rows and 50 columns to its values for as many patches,
 * in the worker that does so; the median of three. Ends with one line of JSON.
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
const config = 'e2e/harness/vite.config.ts';
await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'warn']);
/** @type {{ module: typeof import('./measure-tables.ts') }} */
const { module } = await runnerImport('./bench/measure-tables.ts');
console.log(JSON.stringify(await module.measureTables(100_000)));
