import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder with real tiles, golden barcodes and hostile files, which is not part of the repository: the one that
 * GRAMSCOPE_ASSETS names, or ../shared.
 * @returns {string | undefined} undefined where it is absent; tests that need it are skipped then.
 * @throws {Error} In CI, where it must be there (unless GRAMSCOPE_ASSETS is `none`): testing nothing real is no pass.
 */
export function sharedFolder() {
  const named = process.env.GRAMSCOPE_ASSETS;
  if (named === 'none') return undefined;
  const found = [named, '../shared'].find((folder) => folder && existsSync(path.join(folder, 'golden/golden.json')));
  if (!found && process.env.CI) throw new Error('CI needs the shared folder beside the repository.');
  return found;
}
