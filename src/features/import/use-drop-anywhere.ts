import { useEffect, useState } from 'react';
import { walkDrop } from '../../engine/intake/walk.ts';
import { receive } from './import-store.ts';

/**
 * Takes files dropped anywhere on the page. A part of the page that wants a drop for itself calls preventDefault on its
 * own dragover and drop events; it gets it, and the page keeps out of the way.
 * @returns Whether files are dragged over the page, and no part of it wants them for itself.
 */
export function useDropAnywhere(): boolean {
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      setIsOver(!event.defaultPrevented);
      event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      // Only leaving the window has nothing that is entered instead.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      const { dataTransfer } = event;
      if (event.defaultPrevented || !carriesFiles(event) || !dataTransfer) return;
      event.preventDefault();
      void receive((onFound) => walkDrop(dataTransfer, onFound));
    };
    window.addEventListener('dragenter', over);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);

  return isOver;
}

/** Text and links are dragged too, and are nothing to index. */
function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
