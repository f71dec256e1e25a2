/**
 * WebKitGTK, the engine nearest to Safari's that runs on Linux: its small browser, driven through WebKitWebDriver on a
 * display of Xvfb. What is there, or Debian's packages, for root.
 */
import { installDebianPackages, mayInstallPackages } from './debian-packages.mjs';
import { whichProgram } from './which-program.mjs';

/** @returns {{ driver: string, xvfb: string } | undefined} Where both programs lie, without installing anything. */
export function findWebKit() {
  const [driver, xvfb] = ['WebKitWebDriver', 'Xvfb'].map(whichProgram);
  return driver && xvfb ? { driver, xvfb } : undefined;
}

/**
 * @returns {Promise<{ driver: string, xvfb: string } | undefined>} Installed from Debian's packages if need be and allowed.
 * @throws {Error} In CI, as root on Debian, where it must be there.
 */
export async function ensureWebKit() {
  if (!findWebKit() && mayInstallPackages()) await installDebianPackages(['webkit2gtk-driver', 'xvfb']);
  const found = findWebKit();
  if (!found && mayInstallPackages() && process.env.CI) throw new Error('WebKitGTK cannot be installed.');
  return found;
}
