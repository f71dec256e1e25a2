/**
 * npm run bench:encode: milliseconds a patch of every engine that runs here, beside onnxruntime-web on an identical
 * network, and the device's limit. Ends with one line of JSON, in which every ratio is better the larger it is.
 * With --write the figures go into docs/performance.md, too. With --software-gpu WebGPU is measured on the browser's
 * software adapter, on small patches.
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
await runOrExit('npx', [
  '--no-install',
  'vite',
  'build',
  '--config',
  'bench/encode/page/vite.config.ts',
  '--logLevel',
  'warn',
]);
/** @type {{ module: typeof import('./encode/measure-encoders.ts') }} */
const { module: measuring } = await runnerImport('./bench/encode/measure-encoders.ts');
const figures = await measuring.measureEncoders(process.argv.includes('--software-gpu'));
if (process.argv.includes('--write')) {
  /** @type {{ module: typeof import('./encode/write-report.ts') }} */
  const { module: reporting } = await runnerImport('./bench/encode/write-report.ts');
  reporting.writeReport('docs/performance.md', figures);
}
console.log(JSON.stringify(figures));
