import { isAbort } from '../base/errors.ts';
import type { FileTarget, GatheredFile } from '../base/file-target.ts';
import { saveFile } from './save-file.ts';

/**
 * Asks where to save, and writes straight there where the browser can; elsewhere the file is downloaded when it is whole.
 * Call it from a click.
 * @param gather Begins the file that is downloaded.
 * @returns Undefined when the person thought better of it.
 */
export async function openFileTarget(
  name: string,
  gather: () => Promise<GatheredFile>,
): Promise<FileTarget | undefined> {
  if (!('showSaveFilePicker' in window)) return downloadTarget(name, await gather());
  try {
    const handle = await window.showSaveFilePicker({ suggestedName: name });
    const stream = await handle.createWritable();
    return { write: (bytes) => stream.write(bytes), close: () => stream.close(), discard: () => stream.abort() };
  } catch (thrown) {
    if (isAbort(thrown)) return undefined;
    throw thrown;
  }
}

function downloadTarget(name: string, file: GatheredFile): FileTarget {
  return { ...file, close: async () => saveFile(name, await file.close()) };
}
