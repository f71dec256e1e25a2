import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../assets/sha256.mjs';
import { securityHeaders } from '../security-headers.mjs';

const at = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Makes a folder that runs from any static host, or by itself with its one-file server.
 * @param {string} built The built app, with its assets.
 * @param {string} target Replaced if it is there.
 */
export async function makePackage(built, target) {
  await rm(target, { recursive: true, force: true });
  await cp(built, target, { recursive: true, filter: (file) => path.basename(file) !== '.built-from' });
  await cp(at('README.txt'), path.join(target, 'README.txt'));
  await cp(at('../../LICENSE'), path.join(target, 'LICENSE'));
  const server = await readFile(at('serve.mjs'), 'utf8');
  const headers = `const HEADERS = ${JSON.stringify(securityHeaders, null, 2)};`;
  await writeFile(path.join(target, 'serve.mjs'), server.replace('const HEADERS = {};', headers));
  await writeFile(path.join(target, 'SHA256SUMS.txt'), await checksums(target));
}

/** @param {string} folder */
async function checksums(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const lines = files.sort().map(async (file) => {
    const name = path.relative(folder, file).split(path.sep).join('/');
    return `${sha256(await readFile(file))}  ${name}\n`;
  });
  return (await Promise.all(lines)).join('');
}
