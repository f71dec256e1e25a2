import { useEffect, useState } from 'react';
import { currentCollection } from '../../engine/collection/open-collection-store.ts';
import { walkDrop } from '../../engine/intake/walk.ts';
import { isTableName, startAttaching } from '../../engine/tables/attaching.ts';
import { collectionOnScreen } from './collection-on-screen.ts';
import { receive } from './import-store.ts';

/**
 * Takes whatever is dropped anywhere on the page, so that the browser never opens it in the page's place; what is no file
 * is said (a folder from some file managers is a mere address). A part of the page that wants a drop for itself calls
 * preventDefault on its own dragover and drop events; it gets it, and the page keeps out of the way.
 * @returns Whether files are dragged over the page, and no part of it wants them for itself.
 */
export function useDropAnywhere(): boolean {
  const [isOver, setIsOver] = useState(false);

  useEffect(() => {
    // A link or a picture of the page itself, dragged by accident: nothing to take, and nothing to say.
    let isOwn = false;
    const start = () => {
      isOwn = true;
    };
    const end = () => {
      isOwn = false;
    };
    const over = (event: DragEvent) => {
      if (isForText(event)) return;
      setIsOver(!event.defaultPrevented && carriesFiles(event));
      event.preventDefault();
    };
    const leave = (event: DragEvent) => {
      // Only leaving the window has nothing that is entered instead.
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      const { dataTransfer } = event;
      if (event.defaultPrevented || isForText(event)) return;
      event.preventDefault();
      const table = dataTransfer && tableAmong(dataTransfer);
      const open = currentCollection(collectionOnScreen());
      if (table && open?.status === 'open' && collectionOnScreen() !== undefined)
        startAttaching({ collectionId: open.collection.id, file: table });
      else if (dataTransfer && !isOwn) void receive((onFound) => walkDrop(dataTransfer, onFound));
    };
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener('dragstart', start, { signal });
    window.addEventListener('dragend', end, { signal });
    // What was dragged may have left the page, and never says that it ended; the mouse moves only when nothing is dragged.
    window.addEventListener('mousemove', end, { signal });
    window.addEventListener('dragenter', over, { signal });
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, []);

  return isOver;
}

/** The file, where a single table is dropped: it goes to the open collection. */
function tableAmong({ files }: DataTransfer): File | undefined {
  const [only] = files;
  return files.length === 1 && only && isTableName(only.name) ? only : undefined;
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Words dragged into a field are the field's. */
function isForText(event: DragEvent): boolean {
  return !carriesFiles(event) && event.target instanceof Element && event.target.closest('input, textarea') !== null;
}
