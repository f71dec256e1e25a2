/**
 * npm run bench:half [-- --tiles N]: what half precision between the layers of the WebGPU kernels changes, on a device that has
 * `shader-f16`, without a browser: bits beside the processor's and beside the float64 reference, and what the three nearest
 * vote. Takes the trained weights and N real tiles of each class (2). Ends with one line of JSON.
 *
 * Without a graphics card, Mesa's lavapipe (25 or later) has half precision: VK_ICD_FILENAMES=/path/of/lvp_icd.json.
 */
import { parseArgs } from 'node:util';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { enterProject } from './prepare.mjs';

const { values } = parseArgs({ options: { tiles: { type: 'string', default: '2' } } });
await enterProject();
const { prepareAssets } = await import('../scripts/assets.mjs');
const { assemblyScript } = await import('../scripts/vite-assemblyscript.mjs');
const { runnerImport } = await import('vite');
const { weights } = await prepareAssets();
const shared = sharedFolder();
if (!weights || !shared) {
  console.error('This takes the trained weights and the tiles of ../shared.');
  process.exit(1);
}
/** @type {{ module: typeof import('./half/measure-half.ts') }} */
const { module } = await runnerImport('./bench/half/measure-half.ts', {
  configFile: false,
  plugins: [assemblyScript()],
});
const figures = await module.measureHalf(shared, Number(values.tiles));
console.log(figures ? JSON.stringify(figures) : 'There is no WebGPU adapter with shader-f16 here.');
// Devices that are still open would keep it running.
process.exit(figures ? 0 : 1);
