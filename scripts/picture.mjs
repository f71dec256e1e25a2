/** npm run picture: takes the README's picture of the main screen from the built app, with the sample that the app draws. */
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { buildApp } from './setup/build-app.mjs';
import { ensureBrowser } from './setup/find-browser.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await ensureBrowser();
await buildApp();
/** @type {{ module: { takePicture(file: string): Promise<void> } }} */
const { module } = await runnerImport('./scripts/picture/take-picture.ts');
await module.takePicture('docs/main-screen.jpg');
