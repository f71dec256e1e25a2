/**
 * npm run bench:robust: what each step of the Robust profile gains on a labelled folder, and what other ideas would. The
 * first run encodes every tile many times over, which takes hours on a small machine; it can be stopped and given again.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';

// npm runs scripts in the project's folder; relative paths are meant from where the command was given.
const callersFolder = process.env.INIT_CWD ?? process.cwd();

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { prepareAssets } = await import('../scripts/assets.mjs');
const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
const { runnerImport } = await import('vite');
await ensureBrowser();
await prepareAssets();
const config = 'bench/robust/page/vite.config.ts';
await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'error']);
/** @type {{ module: typeof import('./robust/run.ts') }} */
const { module } = await runnerImport('./bench/robust/run.ts');
process.exitCode = await module.run(process.argv.slice(2), path.resolve(callersFolder));
