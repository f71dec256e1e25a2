/** npm run package: one folder that runs without the internet. `-- FOLDER` says where; release/gramscope otherwise. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './setup/install-packages.mjs';
import { requireNode } from './setup/require-node.mjs';

const callersFolder = process.env.INIT_CWD ?? process.cwd();
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
requireNode();
await installPackages();
const { prepareAssets } = await import('./assets.mjs');
const { buildApp } = await import('./setup/build-app.mjs');
const { makePackage } = await import('./package/make-package.mjs');
const [folder] = process.argv.slice(2);
const target = folder ? path.resolve(callersFolder, folder) : 'release/gramscope';
await prepareAssets();
await buildApp();
await makePackage('dist', target);
console.log(`\nThe package is in ${target}; README.txt there says how to run it.`);
