import { useEffect } from 'react';

/** Files that the chooser offers; what an image is decides its content when it is read. */
export const IMAGE_TYPES = 'image/*,.tif,.tiff';

/** The first file of a drop or paste that can be an image; undefined when there is none, or when it is a folder. */
export function imageAmong(items: DataTransferItemList): File | undefined {
  for (const item of items) {
    if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory) continue;
    const file = item.getAsFile();
    if (file) return file;
  }
  return undefined;
}

/** Whether a drag carries files at all; which ones is not known before they are dropped. */
export function carriesFiles({ types }: DataTransfer): boolean {
  return types.includes('Files');
}

/** Takes an image that is pasted anywhere on the page, except into a dialog. `onImage` is stable. */
export function usePastedImage(onImage: (file: File) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return;
      const file = event.clipboardData && imageAmong(event.clipboardData.items);
      if (!file?.type.startsWith('image/')) return;
      event.preventDefault();
      onImage(file);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  }, [onImage]);
}
