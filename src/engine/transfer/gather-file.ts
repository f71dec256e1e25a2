import { AppError } from '../../base/errors.ts';
import type { GatheredFile } from '../../base/file-target.ts';
import { connectWorker } from '../../base/rpc.ts';
import { thisPage } from '../../library/open-pages.ts';
import type { PrivateFileWriter } from '../../library/private-file-writer.ts';
import { folderOfPage } from '../../library/private-files.ts';

/** Bytes that cross to the worker, or become a Blob, together. */
const PIECE_BYTES = 4 * 1024 * 1024;

/**
 * Begins a file that is handed out when it is whole. It lies on the disk, in the origin's private file system; in memory
 * only where the browser has none.
 * @throws AppError storage-full, storage-failed, worker-crashed.
 */
export async function gatherFile(): Promise<GatheredFile> {
  return (await gatherOnDisk()) ?? inPieces(gatherInMemory());
}

async function gatherOnDisk(): Promise<GatheredFile | undefined> {
  const place = { page: await thisPage(), name: crypto.randomUUID() };
  const connection = connectWorker<PrivateFileWriter>(
    () =>
      new Worker(new URL('../../library/private-file.worker.ts', import.meta.url), { type: 'module', name: 'export' }),
  );
  const { remote } = connection;
  const isOpen = await remote.open(place).catch((thrown) => {
    connection.destroy();
    throw thrown;
  });
  if (!isOpen) {
    connection.destroy();
    return undefined;
  }
  return inPieces({
    write: (bytes) => remote.write(bytes, { transfer: [bytes.buffer] }),
    async close() {
      await remote.close(undefined);
      connection.destroy();
      const folder = await folderOfPage(place.page);
      if (!folder) throw new AppError('storage-failed', 'the private file system is gone');
      return (await folder.getFileHandle(place.name)).getFile();
    },
    discard: () => remote.discard(undefined).finally(() => connection.destroy()),
  });
}

function gatherInMemory(): GatheredFile {
  const blobs: Blob[] = [];
  return {
    async write(bytes) {
      // The browser may move a Blob to the disk.
      blobs.push(new Blob([bytes]));
    },
    close: async () => new Blob(blobs),
    async discard() {
      blobs.length = 0;
    },
  };
}

/** Gathers what is written, which may be small and is the caller's, into pieces that `file` may keep. */
export function inPieces(file: GatheredFile, pieceBytes = PIECE_BYTES): GatheredFile {
  let piece = new Uint8Array(pieceBytes);
  let filled = 0;
  const flush = async () => {
    const full = piece.subarray(0, filled);
    piece = new Uint8Array(pieceBytes);
    filled = 0;
    if (full.length > 0) await file.write(full);
  };
  return {
    async write(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const part = bytes.subarray(from, from + pieceBytes - filled);
        piece.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled === pieceBytes) await flush();
      }
    },
    async close() {
      await flush();
      return file.close();
    },
    discard: () => file.discard(),
  };
}
