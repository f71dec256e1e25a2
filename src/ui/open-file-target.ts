import { isAbort } from '../base/errors.ts';
import type { FileTarget } from '../base/file-target.ts';
import { saveFile } from './save-file.ts';

/** Bytes gathered before they are handed to the browser, which may move them to the disk. */
const BLOB_BYTES = 32 * 1024 * 1024;

/**
 * Asks where to save, and writes straight there where the browser can; elsewhere the file is downloaded when it is whole.
 * Call it from a click.
 * @returns Undefined when the person thought better of it.
 */
export async function openFileTarget(name: string): Promise<FileTarget | undefined> {
  if (!('showSaveFilePicker' in window)) return downloadTarget(name);
  try {
    const handle = await window.showSaveFilePicker({ suggestedName: name });
    const stream = await handle.createWritable();
    return { write: (bytes) => stream.write(bytes), close: () => stream.close(), discard: () => stream.abort() };
  } catch (thrown) {
    if (isAbort(thrown)) return undefined;
    throw thrown;
  }
}

function downloadTarget(name: string): FileTarget {
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let gathered = 0;
  const flush = () => {
    blobs.push(new Blob(pieces));
    pieces = [];
    gathered = 0;
  };
  return {
    async write(bytes) {
      pieces.push(bytes);
      gathered += bytes.length;
      if (gathered >= BLOB_BYTES) flush();
    },
    async close() {
      flush();
      saveFile(name, new Blob(blobs));
    },
    async discard() {
      pieces = [];
      blobs.length = 0;
    },
  };
}
