/**
 * npm run bench:half: how many bits of the Standard profile change where numbers are kept in half precision between
 * layers, as a graphics device with `shader-f16` could keep them. Takes the trained weights and real tiles. Ends with one
 * line of JSON.
 */
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { prepareAssets } = await import('../scripts/assets.mjs');
const { assemblyScript } = await import('../scripts/vite-assemblyscript.mjs');
const { runnerImport } = await import('vite');
const { weights } = await prepareAssets();
const shared = sharedFolder();
if (!weights || !shared) {
  console.error('This takes the trained weights and the tiles of ../shared.');
  process.exit(1);
}
/** @type {{ module: typeof import('./half/measure-flips.ts') }} */
const { module } = await runnerImport('./bench/half/measure-flips.ts', {
  configFile: false,
  plugins: [assemblyScript()],
});
console.log(JSON.stringify(await module.measureFlips(shared)));
