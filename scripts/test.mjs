/** npm test: sets everything up, then types, lint, import direction, unit tests, end-to-end tests in a real browser. */
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installPackages } from './setup/install-packages.mjs';
import { requireNode } from './setup/require-node.mjs';
import { runStep } from './setup/run-step.mjs';

const UNIT_RESULTS = 'test-results/unit.json';
const E2E_RESULTS = 'test-results/e2e.json';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { prepareAssets } = await import('./assets.mjs');
const { buildApp } = await import('./setup/build-app.mjs');
const { ensureBrowser } = await import('./setup/find-browser.mjs');
const { softwareGpuEnvironment } = await import('./setup/find-software-gpu.mjs');
const { overBudget } = await import('./byte-budget.mjs');
const { ensurePythonModules } = await import('./setup/python-packages.mjs');
const { ensureFirefox } = await import('./setup/find-firefox.mjs');
const { ensureWebKit } = await import('./setup/find-webkit.mjs');
const browser = await ensureBrowser();
const firefox = await ensureFirefox();
const webKit = await ensureWebKit();
await prepareAssets();
for (const module of await ensurePythonModules(['faiss', 'numpy', 'openslide', 'sklearn', 'zarr'])) {
  console.log(`Python's ${module} is not here and cannot be installed: what is compared with it is skipped.`);
}
mkdirSync('test-results', { recursive: true });

// Two at a time: none of them takes more than one core.
await Promise.all([
  runStep('types', 'tsc', []),
  runStep('format and lint', 'biome', ['ci', '--error-on-warnings']).then(() =>
    runStep('import direction', 'depcruise', ['src', 'bench', 'e2e', 'scripts']),
  ),
]);
await runStep(
  'unit tests',
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT_RESULTS}`],
  softwareGpuEnvironment(browser),
);
await buildApp();
requireBudget();
await runStep('test harness', 'vite', ['build', '--config', 'e2e/harness/vite.config.ts', '--logLevel', 'warn']);
await runStep('end-to-end tests', 'playwright', ['test'], {
  GRAMSCOPE_CHROMIUM: browser,
  PLAYWRIGHT_JSON_OUTPUT_FILE: E2E_RESULTS,
});
sumUp();
if (!firefox) console.log('Firefox is not here and cannot be installed: the journey in it was skipped.');
if (!webKit) console.log('WebKitGTK is not here and cannot be installed: the visit in it was skipped.');

function requireBudget() {
  const excesses = overBudget('dist');
  if (excesses.length === 0) return;
  console.error([...excesses, 'scripts/byte-budget.mjs has the limits.'].join('\n'));
  process.exit(1);
}

function sumUp() {
  const unit = JSON.parse(readFileSync(UNIT_RESULTS, 'utf8'));
  const { stats } = JSON.parse(readFileSync(E2E_RESULTS, 'utf8'));
  const passed = unit.numPassedTests + stats.expected + stats.flaky;
  const failed = unit.numFailedTests + stats.unexpected;
  const skipped = unit.numPendingTests + unit.numTodoTests + stats.skipped;
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  const half = skippedTitles(unit).filter((title) => title.includes('in half precision')).length;
  if (half > 0)
    console.log(`${half} of those skipped need a WebGPU adapter with shader-f16, which SwiftShader is not.`);
}

/** @param {{ testResults: { assertionResults: { status: string, fullName: string }[] }[] }} unit */
function skippedTitles({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter(({ status }) => ['skipped', 'pending'].includes(status)).map(({ fullName }) => fullName);
}
