import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openZarrHandle } from '../../src/engine/intake/zarr-folders.ts';

/** A folder of the disk as browsers give one, so that the app's own intake walks it. Files are read by ranges. */
export function directoryHandle(folder: string): FileSystemDirectoryHandle {
  async function* values() {
    for (const entry of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = path.join(folder, entry.name);
      if (entry.isDirectory()) yield directoryHandle(inner);
      else if (entry.isFile()) yield { kind: 'file', name: entry.name, getFile: () => openFile(inner) };
    }
  }
  const handle = { kind: 'directory', name: path.basename(folder), values };
  return handle as unknown as FileSystemDirectoryHandle;
}

/** A file, or a folder that is one slide. */
export async function openFile(file: string): Promise<File> {
  if ((await stat(file)).isDirectory()) return openZarrHandle(directoryHandle(file));
  return new File([await openAsBlob(file)], path.basename(file), { lastModified: 0 });
}
