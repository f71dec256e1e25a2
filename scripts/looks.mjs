/** npm run looks: pictures of screens in states that are rare or hard to reach, for people to look at. `--help` tells how. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { buildApp } from './setup/build-app.mjs';
import { ensureBrowser } from './setup/find-browser.mjs';

const USAGE = `npm run looks -- [FOLDER] [--only PATTERN]

Takes pictures of the built app's screens in states that are rare or hard to reach (no majority, nothing alike, long labels,
100 classes), 1440, 1024 and 390 pixels wide, light and dark, for people to look at. They go to a folder of the system's
temporary ones unless another is named. All of them take a quarter of an hour.

  --only PATTERN   the scenes whose name this regular expression matches`;

const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: '.' }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const into = path.resolve(positionals[0] ?? path.join(tmpdir(), 'gramscope-looks'));
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
/** @type {{ module: typeof import('./looks/take-looks.ts') }} */
const { module } = await runnerImport('./scripts/looks/take-looks.ts');
if (values.help) {
  console.log(`${USAGE}\n\nScenes: ${module.SCENE_NAMES.join(', ')}`);
} else {
  await ensureBrowser();
  await buildApp();
  await module.takeLooks(into, new RegExp(values.only));
}
