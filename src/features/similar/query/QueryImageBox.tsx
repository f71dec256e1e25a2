import ImageUp from 'lucide-react/icons/image-up';
import { type DragEvent, useRef, useState } from 'react';
import { classes } from '../../../ui/classes.ts';
import { carriesFiles, IMAGE_TYPES, imageAmong } from './image-intake.ts';
import styles from './QueryImageBox.module.css';

/** Takes an image from outside to search with. A folder dropped here goes on to the page, which indexes folders. */
export function QueryImageBox({ onImage }: { onImage: (file: File) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);

  const dragOver = (event: DragEvent) => {
    if (!carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setIsOver(true);
  };
  const drop = (event: DragEvent) => {
    setIsOver(false);
    const file = imageAmong(event.dataTransfer.items);
    if (!file) return;
    event.preventDefault();
    onImage(file);
  };

  return (
    <div className={styles.area}>
      <button
        type="button"
        className={classes(styles.box, isOver && styles.over)}
        onClick={() => chooser.current?.click()}
        onDragEnter={dragOver}
        onDragOver={dragOver}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <ImageUp size={18} aria-hidden className={styles.icon} />
        {isOver ? 'Drop to search with this image' : 'Drop, paste or choose an image to search with'}
      </button>
      <input
        ref={chooser}
        type="file"
        accept={IMAGE_TYPES}
        hidden
        aria-label="Image to search with"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = '';
          if (file) onImage(file);
        }}
      />
    </div>
  );
}
