/** What the benchmarks have in common before they measure. All else of the project is imported once the packages are there. */
import { fileURLToPath } from 'node:url';
import { installPackages } from '../scripts/setup/install-packages.mjs';
import { requireNode } from '../scripts/setup/require-node.mjs';
import { runOrExit } from '../scripts/setup/run-command.mjs';

/** Works in the project's root from here on, with its packages installed. */
export async function enterProject() {
  process.chdir(fileURLToPath(new URL('..', import.meta.url)));
  requireNode();
  await installPackages();
}

/**
 * `enterProject`, and a browser; where a benchmark takes them, the weights and tiles, the built app, and a page of its own.
 * @param {{ assets?: boolean, app?: boolean, page?: string }} [needs] `page`: the Vite configuration that builds it.
 */
export async function prepare({ assets = false, app = false, page } = {}) {
  await enterProject();
  const { ensureBrowser } = await import('../scripts/setup/find-browser.mjs');
  await ensureBrowser();
  if (assets) await (await import('../scripts/assets.mjs')).prepareAssets();
  if (app) await (await import('../scripts/setup/build-app.mjs')).buildApp();
  if (page !== undefined) await buildPage(page);
}

/** @param {string} config A Vite configuration. */
export async function buildPage(config) {
  await runOrExit('npx', ['--no-install', 'vite', 'build', '--config', config, '--logLevel', 'warn']);
}
