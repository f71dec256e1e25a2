import { isAbort } from '../../base/errors.ts';
import { walkDirectory } from '../../engine/intake/walk.ts';
import { receive } from './import-store.ts';

/** Whether the browser can hand out a folder that it lets the page read again later (Chromium). */
export const canPickFolder = 'showDirectoryPicker' in window;

/** Lets a person pick a folder, then walks it. Call it from a click. */
export async function pickFolder(): Promise<void> {
  const handle = await window.showDirectoryPicker({ mode: 'read' }).catch((thrown) => {
    if (isAbort(thrown)) return undefined;
    throw thrown;
  });
  if (handle) await receive((onFound) => walkDirectory(handle, onFound));
}
