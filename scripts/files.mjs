/** npm run test:files: what the app makes of the files of a folder. `-- --help` tells how. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './setup/install-packages.mjs';
import { requireNode } from './setup/require-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// npm runs scripts in the project's folder; relative paths are meant from where the command was given.
const callersFolder = process.env.INIT_CWD ?? process.cwd();

process.chdir(root);
requireNode();
await installPackages();
const { runnerImport } = await import('vite');
/** @type {{ module: import('./files/run.ts') }} */
const { module } = await runnerImport('./scripts/files/run.ts');
process.exitCode = await module.run(process.argv.slice(2), path.resolve(callersFolder));
