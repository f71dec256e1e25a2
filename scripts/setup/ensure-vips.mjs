import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/** @returns {Promise<boolean>} Whether libvips' command is there, installed from Debian's packages if need be and allowed. */
export async function ensureVips() {
  if (hasVips()) return true;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], quiet);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'libvips-tools'], quiet);
  return hasVips();
}

function hasVips() {
  try {
    execFileSync('vips', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
