import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/** Debian's own Python, which sees Debian's packages. */
export const PYTHON = '/usr/bin/python3';

/** @returns {Promise<boolean>} Whether FAISS is there, installed from Debian's packages if need be and allowed. */
export async function ensureFaiss() {
  if (hasFaiss()) return true;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return false;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], quiet);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3-faiss'], quiet);
  return hasFaiss();
}

export function hasFaiss() {
  try {
    execFileSync(PYTHON, ['-c', 'import faiss'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
