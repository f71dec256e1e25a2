import { execFileSync } from 'node:child_process';
import { installDebianPackages, mayInstallPackages } from './debian-packages.mjs';

/** @returns {Promise<boolean>} Whether libvips' command is there, installed from Debian's packages if need be and allowed. */
export async function ensureVips() {
  if (hasVips()) return true;
  if (!mayInstallPackages()) return false;
  await installDebianPackages(['libvips-tools']);
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
