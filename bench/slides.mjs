/**
 * npm run bench:slides: how fast whole slides are read, on two that libvips makes of a small real one: 102,120 x 80,109
 * pixels in JPEG and 31,080 x 32,637 in JPEG 2000. They take minutes to make and 3 GB, and are kept in the system's folder
 * for temporary files. Ends with one line of JSON.
 */
import { sharedFolder } from '../scripts/setup/shared-folder.mjs';
import { prepare } from './prepare.mjs';

await prepare({ assets: true, app: true, page: 'bench/slides/page/vite.config.ts' });
const { ensureVips } = await import('../scripts/setup/ensure-vips.mjs');
const { makeSlides } = await import('./slides/make-slides.mjs');
const { runnerImport } = await import('vite');
const shared = sharedFolder();
if (!shared || !(await ensureVips())) {
  console.error('The slides are made with libvips (Debian: libvips-tools) from the shared folder.');
  process.exit(1);
}
const slides = await makeSlides(shared);
/** @type {{ module: typeof import('./slides/measure-slides.ts') }} */
const { module } = await runnerImport('./bench/slides/measure-slides.ts');
console.log(JSON.stringify(await module.measureSlides(slides)));
