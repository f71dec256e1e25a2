/** What some tests compare the app with: Python packages, as Debian has them. */
import { execFileSync } from 'node:child_process';
import { installDebianPackages, mayInstallPackages } from './debian-packages.mjs';

/** Debian's own Python, which sees Debian's packages. */
export const PYTHON = '/usr/bin/python3';

/** Debian's package of each module. */
const PACKAGES = {
  faiss: 'python3-faiss',
  numpy: 'python3-numpy',
  sklearn: 'python3-sklearn',
  openslide: 'python3-openslide',
  zarr: 'python3-zarr',
};

/** @typedef {keyof typeof PACKAGES} PythonModule */

/**
 * Installs those that are missing, where that is possible and allowed.
 * @param {readonly PythonModule[]} modules
 * @returns {Promise<PythonModule[]>} Those still missing.
 * @throws {Error} In CI, as root on Debian, where all must be there: a comparison that is skipped is no pass.
 */
export async function ensurePythonModules(modules) {
  const missing = modules.filter((module) => !hasPythonModule(module));
  if (missing.length === 0 || !mayInstallPackages()) return missing;
  await installDebianPackages(missing.map((module) => PACKAGES[module]));
  const stillMissing = missing.filter((module) => !hasPythonModule(module));
  if (stillMissing.length > 0 && process.env.CI) {
    throw new Error(`Python's ${stillMissing.join(', ')} cannot be installed.`);
  }
  return stillMissing;
}

/** @param {PythonModule} module */
export function hasPythonModule(module) {
  try {
    execFileSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
