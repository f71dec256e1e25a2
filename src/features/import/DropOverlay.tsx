import FolderDown from 'lucide-react/icons/folder-down';
import styles from './DropOverlay.module.css';
import { useDropAnywhere } from './use-drop-anywhere.ts';

/** Takes drops on the whole page, and shows that it does while something is dragged over it. */
export function DropOverlay() {
  const isOver = useDropAnywhere();
  if (!isOver) return null;
  return (
    <div className={styles.overlay}>
      <div className={styles.frame}>
        <div className={styles.card}>
          <FolderDown size={36} strokeWidth={1.5} aria-hidden />
          <p className={styles.title}>Drop to add these images</p>
          <p>You see what was found before anything starts.</p>
        </div>
      </div>
    </div>
  );
}
