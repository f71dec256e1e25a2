/**
 * npm run bench:slides: how fast whole slides are read, on two that libvips makes of a small real one: 102,120 x 80,109
 * pixels in JPEG and 31,080 x 32,637 in JPEG 2000. They take minutes to make and 3 GB, and are kept in the system's folder
 * for temporary files. Ends with one line of JSON.
 */
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
const { prepareAssets } = await import('../scripts/assets.mjs');
const { buildApp } = await import('../scripts/setup/build-app.mjs');
const { ensureVips } = await import('../scripts/setup/ensure-vips.mjs');
const { makeSlides } = await import('./slides/make-slides.mjs');
const { runnerImport } = await import('vite');
const shared = sharedFolder();
if (!shared || !(await ensureVips())) {
  console.error('The slides are made with libvips (Debian: libvips-tools) from the shared folder.');
  process.exit(1);
}
await ensureBrowser();
await prepareAssets();
await buildApp();
const slides = await makeSlides(shared);
const config = 'bench/slides/page/vite.config.ts';
await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'warn']);
/** @type {{ module: typeof import('./slides/measure-slides.ts') }} */
const { module } = await runnerImport('./bench/slides/measure-slides.ts');
console.log(JSON.stringify(await module.measureSlides(slides)));
