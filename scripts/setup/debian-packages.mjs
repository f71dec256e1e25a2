import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/** @returns {boolean} Whether Debian's packages can be installed here without asking anybody. */
export function mayInstallPackages() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version');
}

/**
 * Installs packages and what they need, without what they only recommend. Whether they are there is for the caller to see.
 * @param {readonly string[]} names
 */
export async function installDebianPackages(names) {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['update', '-qq'], quiet);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], quiet);
}
