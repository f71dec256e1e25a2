import { execFileSync } from 'node:child_process';

/**
 * @param {string} name
 * @returns {string | undefined} Where a program lies, if it is on the PATH.
 */
export function whichProgram(name) {
  const which = process.platform === 'win32' ? 'where' : 'which';
  try {
    const found = execFileSync(which, [name], { stdio: ['ignore', 'pipe', 'ignore'] });
    return found.toString().split(/\r?\n/)[0];
  } catch {
    return undefined;
  }
}
