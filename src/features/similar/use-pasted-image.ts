import { useEffect } from 'react';
import { imageAmong } from './image-intake.ts';

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
