/**
 * npm run test:soak: the tests that npm test runs short, at their full length, and no others: 50 kills, 20,000 bad files of
 * every format, the largest files of every format, 10,000 altered exports of which 100 are looked at in the app, one image
 * encoded 100 times. GRAMSCOPE_KILLS, GRAMSCOPE_MUTATIONS, GRAMSCOPE_ARCHIVES, GRAMSCOPE_SURVIVORS, GRAMSCOPE_REPEATS and
 * GRAMSCOPE_SEED change that.
 */
import { fileURLToPath } from 'node:url';
import { installPackages } from './setup/install-packages.mjs';
import { requireNode } from './setup/require-node.mjs';
import { runStep } from './setup/run-step.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
process.env.GRAMSCOPE_KILLS ??= '50';
process.env.GRAMSCOPE_MUTATIONS ??= '20000';
process.env.GRAMSCOPE_ARCHIVES ??= '10000';
process.env.GRAMSCOPE_SURVIVORS ??= '100';
process.env.GRAMSCOPE_REPEATS ??= '100';
requireNode();
await installPackages();
const { buildApp } = await import('./setup/build-app.mjs');
const { ensureBrowser } = await import('./setup/find-browser.mjs');
const browser = await ensureBrowser();

await runStep('bad files and exports', 'vitest', ['run', 'scripts/hostile']);
await buildApp();
await runStep('test harness', 'vite', ['build', '--config', 'e2e/harness/vite.config.ts', '--logLevel', 'warn']);
const specs = ['kill', 'hostile-imports', 'encoder'].map((name) => `e2e/${name}.spec.ts`);
await runStep('killed browsers, altered exports, repeats', 'playwright', ['test', ...specs], {
  GRAMSCOPE_CHROMIUM: browser,
});
