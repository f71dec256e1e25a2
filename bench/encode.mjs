/**
 * npm run bench:encode: milliseconds a patch of every engine that runs here, beside onnxruntime-web on an identical
 * network, the device's limit, and the app's whole indexing run beside its bare encoder. Ends with one line of JSON, in
 * which every ratio is better the larger it is.
 *
 * --write         the figures go into docs/performance.md, too
 * --short         small patches, few turns: to see that everything runs
 * --software-gpu  WebGPU on the browser's software adapter, on small patches
 * --node          WebGPU alone, without a browser: builds dist-bench-node, a folder that can be carried to a machine with a
 *                 graphics card, and runs it (`node bench.mjs` with the same options)
 */
import { runOrExit } from '../scripts/setup/run-command.mjs';
import { buildPage, enterProject, prepare } from './prepare.mjs';

const wants = (/** @type {string} */ option) => process.argv.includes(option);
if (wants('--node')) {
  await enterProject();
  await buildPage('bench/encode/node/vite.config.ts');
  const options = process.argv.slice(2).filter((option) => option !== '--node');
  await runOrExit(process.execPath, ['dist-bench-node/bench.mjs', ...options]);
  process.exit(0);
}
await prepare({ assets: true, app: true, page: 'bench/encode/page/vite.config.ts' });
const { runnerImport } = await import('vite');
/** @type {{ module: typeof import('./encode/extent.ts') }} */
const { module: extents } = await runnerImport('./bench/encode/extent.ts');
/** @type {{ module: typeof import('./encode/measure-encoders.ts') }} */
const { module: measuring } = await runnerImport('./bench/encode/measure-encoders.ts');
const extent = wants('--short') ? extents.SHORT : extents.WHOLE;
const figures = await measuring.measureEncoders({ extent, softwareGpu: wants('--software-gpu') });
if (wants('--write')) {
  /** @type {{ module: typeof import('./encode/write-report.ts') }} */
  const { module: reporting } = await runnerImport('./bench/encode/write-report.ts');
  reporting.writeReport('docs/performance.md', figures);
}
console.log(JSON.stringify(figures));
