import { AppError } from '../base/errors.ts';

/**
 * Runs work on the WASM backend.
 *
 * @throws AppError device-out-of-memory when an allocation failed: Emscripten's abort (a RuntimeError) or a RangeError of
 * the JavaScript engine. Whatever else the work throws.
 */
export async function reportMemory<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const message = String(thrown);
    if (thrown instanceof RangeError || /out of memory|OOM|enlarge memory|allocation failed/i.test(message)) {
      throw new AppError('device-out-of-memory', message, { cause: thrown });
    }
    throw thrown;
  }
}
