/**
 * npm run looks [folder]: pictures of the screens in states that are rare or hard to reach (no majority, nothing alike, long
 * labels, 100 classes), at three widths, light and dark, for people to look at. They go to a folder of the system's temporary
 * ones unless another is named.
 */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { buildApp } from './setup/build-app.mjs';
import { ensureBrowser } from './setup/find-browser.mjs';

const into = path.resolve(process.argv[2] ?? path.join(tmpdir(), 'gramscope-looks'));
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await ensureBrowser();
await buildApp();
/** @type {{ module: { takeLooks(into: string, only?: RegExp): Promise<void> } }} */
const { module } = await runnerImport('./scripts/looks/take-looks.ts');
await module.takeLooks(into, process.argv[3] ? new RegExp(process.argv[3]) : undefined);
