import { AppError } from '../base/errors.ts';
import { folderOfPage } from './private-files.ts';
import { toStorageError } from './storage-error.ts';

/** Where a private file lies: in the folder of the page that writes it. */
export interface PrivatePlace {
  readonly page: string;
  readonly name: string;
}

/**
 * Writes one private file, from its beginning to its end, in a worker: only there does every browser write to its private
 * file system, and straight to the disk.
 */
export class PrivateFileWriter {
  #place: PrivatePlace | undefined;
  #access: FileSystemSyncAccessHandle | undefined;

  /** Makes the file. @returns False where the browser has no private file system. @throws AppError storage-full, storage-failed. */
  open(place: PrivatePlace): Promise<boolean> {
    return telling(async () => {
      const folder = await folderOfPage(place.page);
      const file = await folder?.getFileHandle(place.name, { create: true });
      if (!file || !('createSyncAccessHandle' in file)) return false;
      this.#access = await file.createSyncAccessHandle();
      this.#place = place;
      return true;
    });
  }

  /** Puts bytes behind those that are there. @throws AppError storage-full, storage-failed. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return telling(async () => {
      const access = this.#access;
      if (!access) throw new AppError('unexpected', 'no private file is open');
      // Some browsers write what there is room for, and say how much that was.
      const written = access.write(bytes, { at: access.getSize() });
      if (written < bytes.length) throw new AppError('storage-full', `${written} of ${bytes.length} bytes`);
    });
  }

  /** Lets the file go, which is whole now. @throws AppError storage-full, storage-failed. */
  close(): Promise<void> {
    return telling(async () => {
      this.#access?.flush();
      this.#access?.close();
      this.#access = undefined;
    });
  }

  /** Lets the file go and removes it. @throws AppError storage-failed. */
  discard(): Promise<void> {
    return telling(async () => {
      this.#access?.close();
      this.#access = undefined;
      const place = this.#place;
      if (!place) return;
      const folder = await folderOfPage(place.page);
      await folder?.removeEntry(place.name);
    });
  }
}

async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    throw toStorageError(thrown, 'storage-failed');
  }
}
