import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runOrExit } from './run-command.mjs';

const INPUTS = ['src', 'public', 'index.html', 'vite.config.ts', 'scripts', 'package-lock.json'];
const STAMP = 'dist/.built-from';

/** Builds the app into dist/, unless it was built from the same files already. */
export async function buildApp() {
  const inputs = fingerprint(INPUTS);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) return;
  console.log('Building ...');
  await runOrExit(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
  writeFileSync(STAMP, inputs);
}

/** @param {readonly string[]} roots Files and folders. */
function fingerprint(roots) {
  const hash = createHash('sha256');
  for (const file of roots.flatMap(listFiles)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} entry
 * @returns {string[]} Every file at or below it, sorted.
 */
function listFiles(entry) {
  if (!statSync(entry).isDirectory()) return [entry];
  return readdirSync(entry)
    .sort()
    .flatMap((name) => listFiles(path.join(entry, name)));
}
