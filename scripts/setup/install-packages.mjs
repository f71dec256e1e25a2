import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { runOrExit } from './run-command.mjs';

const STAMP = 'node_modules/.installed-lockfile';

/** Installs what package-lock.json names, unless exactly that is installed already. */
export async function installPackages() {
  const lockfile = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockfile) return;
  console.log('Installing packages ...');
  await runOrExit('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(STAMP, lockfile);
}
