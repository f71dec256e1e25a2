/** npm start: installs what is missing, finds the weights, builds, serves. A second start does only the last. */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPackages } from './setup/install-packages.mjs';
import { requireNode } from './setup/require-node.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4173' } } });

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
// Only now are the packages there that these need.
const { prepareAssets } = await import('./assets.mjs');
const { buildApp } = await import('./setup/build-app.mjs');
const { serveApp } = await import('./setup/serve-app.mjs');
const assets = await prepareAssets();
await buildApp();
const { url } = await serveApp({ port: Number(values.port), withAssets: assets.weights || assets.sample });
console.log(`\nGramscope is at ${url}\nNothing leaves this machine. Press Ctrl+C to stop.`);
