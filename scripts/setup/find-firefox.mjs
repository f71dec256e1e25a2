/** Firefox, for the journey in another engine than Chromium: one that is there, or Debian's package, for root. */
import { existsSync } from 'node:fs';
import { installDebianPackages, mayInstallPackages } from './debian-packages.mjs';
import { whichProgram } from './which-program.mjs';

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
  if (!findFirefox() && mayInstallPackages()) await installDebianPackages(['firefox-esr']);
  const found = findFirefox();
  if (!found && mayInstallPackages() && process.env.CI) throw new Error('Firefox cannot be installed.');
  return found;
}
