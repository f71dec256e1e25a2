/** Firefox, for the journey in another engine than Chromium: one that is there, or Debian's package, for root. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

const NAMES = ['firefox-esr', 'firefox'];
const PLACES = ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'];

/** @returns {string | undefined} The path of a Firefox that is there, without installing anything. */
export function findFirefox() {
  return process.env.GRAMSCOPE_FIREFOX ?? [...NAMES.map(whichProgram), ...PLACES].find((it) => it && existsSync(it));
}

/**
 * @returns {Promise<string | undefined>} Installed from Debian's packages if need be and allowed.
 * @throws {Error} In CI, as root on Debian, where it must be there.
 */
export async function ensureFirefox() {
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!findFirefox() && mayInstall) {
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-qq'], quiet);
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'firefox-esr'], quiet);
  }
  const found = findFirefox();
  if (!found && mayInstall && process.env.CI) throw new Error('Firefox cannot be installed.');
  return found;
}

/** @param {string} name */
function whichProgram(name) {
  try {
    const found = execFileSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'pipe' });
    return found.toString().split(/\r?\n/)[0];
  } catch {
    return undefined;
  }
}
