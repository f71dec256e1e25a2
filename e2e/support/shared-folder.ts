import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder with real tiles, golden barcodes and hostile files, which is not part of the repository.
 * @returns undefined where it is absent; tests that need it skip then.
 * @throws Error in CI, where it must be there: a run that tests nothing real is not a pass.
 */
export function sharedFolder(): string | undefined {
  const named = process.env.GRAMSCOPE_ASSETS;
  const candidates = [named, path.resolve('../shared')].filter((folder) => folder !== undefined);
  const found = candidates.find((folder) => existsSync(path.join(folder, 'golden/golden.json')));
  if (!found && process.env.CI && named !== 'none')
    throw new Error('CI needs the shared folder beside the repository.');
  return found;
}
