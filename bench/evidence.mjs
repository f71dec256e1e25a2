/**
 * npm run bench:evidence: whether what the page says of its hits is true. Images are encoded once, about half a second each
 * on two cores, and kept in .cache; the command stops after `--seconds` and goes on when it is given again. Ends with one
 * line of JSON.
 */
import path from 'node:path';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { prepare } from './prepare.mjs';

// npm runs scripts in the project's folder; relative paths are meant from where the command was given.
const callersFolder = process.env.INIT_CWD ?? process.cwd();

await prepare({ assets: true, page: 'bench/evidence/page/vite.config.ts' });
const { runnerImport } = await import('vite');
const shared = sharedFolder();
if (!shared) {
  console.error('The tiles and slides are those of the shared folder.');
  process.exit(1);
}
/** @type {{ module: typeof import('./evidence/run.ts') }} */
const { module } = await runnerImport('./bench/evidence/run.ts');
process.exitCode = await module.run(process.argv.slice(2), path.resolve(shared), path.resolve(callersFolder));
