/** What some tests compare the app with: Python packages, as Debian has them. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCommand } from './run-command.mjs';

/** Debian's own Python, which sees Debian's packages. */
export const PYTHON = '/usr/bin/python3';

/** Debian's package of each module. */
const PACKAGES = { faiss: 'python3-faiss', sklearn: 'python3-sklearn' };

/** @typedef {keyof typeof PACKAGES} PythonModule */

/**
 * Installs those that are missing, where that is possible and allowed.
 * @param {readonly PythonModule[]} modules
 * @returns {Promise<PythonModule[]>} Those still missing.
 */
export async function ensurePythonModules(modules) {
  const missing = modules.filter((module) => !hasPythonModule(module));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return missing;
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  const packages = missing.map((module) => PACKAGES[module]);
  await runCommand('apt-get', ['update', '-qq'], quiet);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
  return missing.filter((module) => !hasPythonModule(module));
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
