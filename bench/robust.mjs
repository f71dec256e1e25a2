/**
 * npm run bench:robust: what each step of the Robust profile gains on a labelled folder, and what other ideas would. The
 * first run encodes every tile many times over, which takes hours on a small machine; it can be stopped and given again.
 */
import path from 'node:path';
import { prepare } from './prepare.mjs';

// npm runs scripts in the project's folder; relative paths are meant from where the command was given.
const callersFolder = process.env.INIT_CWD ?? process.cwd();

await prepare({ assets: true, page: 'bench/robust/page/vite.config.ts' });
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./robust/run.ts') }} */
const { module } = await runnerImport('./bench/robust/run.ts');
process.exitCode = await module.run(process.argv.slice(2), path.resolve(callersFolder));
