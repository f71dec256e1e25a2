/**
 * npm run bench:evidence: whether what the page says of its hits is true. Images are encoded once, about half a second each
 * on two cores, and kept in .cache; the command stops after `--seconds` and goes on when it is given again. Ends with one
 * line of JSON.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';

// npm runs scripts in the project's folder; relative paths are meant from where the command was given.
const callersFolder = process.env.INIT_CWD ?? process.cwd();

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { prepareAssets } = await import('../scripts/assets.mjs');
const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
const { runnerImport } = await import('vite');
const shared = sharedFolder();
if (!shared) {
  console.error('The tiles and slides are those of the shared folder.');
  process.exit(1);
}
await ensureBrowser();
await prepareAssets();
const config = 'bench/evidence/page/vite.config.ts';
await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'error']);
/** @type {{ module: typeof import('./evidence/run.ts') }} */
const { module } = await runnerImport('./bench/evidence/run.ts');
process.exitCode = await module.run(process.argv.slice(2), path.resolve(shared), path.resolve(callersFolder));
