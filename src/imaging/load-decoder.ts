import { AppError } from '../base/errors.ts';

/**
 * Loads the code of a decoder when the first file that needs it comes: `loadDecoder(() => import('./decode-webp.ts'))`.
 * @throws AppError decoder-unreachable
 */
export async function loadDecoder<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (thrown) {
    throw new AppError('decoder-unreachable', String(thrown), { cause: thrown });
  }
}
