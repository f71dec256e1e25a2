/** npm run looks: pictures of screens in states that are rare or hard to reach, for people to look at. `--help` tells how. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { buildApp } from './setup/build-app.mjs';
import { ensureBrowser } from './setup/find-browser.mjs';
import { findFirefox } from './setup/find-firefox.mjs';

const USAGE = `npm run looks -- [FOLDER] [--only PATTERN]

Takes pictures of the built app's screens, most in states that are rare or hard to reach (no majority, nothing alike, long
labels, 100 classes), 1440, 1024 and 390 pixels wide, light and dark, for people to look at; of some also in Firefox, where it
is installed. They go to test-results/looks unless a folder is named. All of them take about a quarter of an hour.

  --only PATTERN   the scenes whose name this regular expression matches`;

const LOOKS = fileURLToPath(new URL('../test-results/looks', import.meta.url));

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: '.' }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const into = path.resolve(positionals[0] ?? LOOKS);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
/** @type {{ module: typeof import('./looks/take-looks.ts') }} */
const { module } = await runnerImport('./scripts/looks/take-looks.ts');
if (values.help) {
  console.log(`${USAGE}\n\nScenes: ${module.SCENE_NAMES.join(', ')}`);
} else {
  await ensureBrowser();
  await buildApp();
  const only = new RegExp(values.only);
  await module.takeLooks(into, only);
  const firefox = findFirefox();
  if (firefox) {
    /** @type {{ module: typeof import('./looks/take-firefox-looks.ts') }} */
    const { module: inFirefox } = await runnerImport('./scripts/looks/take-firefox-looks.ts');
    await inFirefox.takeFirefoxLooks(firefox, into, only);
  }
  console.log(into);
}
