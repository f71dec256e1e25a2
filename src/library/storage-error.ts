import type { ErrorCode } from '../base/error-texts.ts';
import { AppError } from '../base/errors.ts';

/**
 * What IndexedDB threw, as an error for a person: storage-full, storage-newer, or `otherwise` for every other failure of
 * the storage. Errors that are not the storage's pass unchanged.
 */
export function toStorageError(thrown: unknown, otherwise: ErrorCode): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  return new AppError(codeOf(thrown.name) ?? otherwise, `${thrown.name}: ${thrown.message}`, { cause: thrown });
}

function codeOf(name: string): ErrorCode | undefined {
  if (name === 'QuotaExceededError') return 'storage-full';
  if (name === 'VersionError') return 'storage-newer';
  return undefined;
}
