import { useStore } from 'zustand';
import { dismissUnforeseen, unforeseenStore } from '../engine/app/unforeseen.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import styles from './UpdateNotice.module.css';

/** Says what went wrong where nothing else on the page does. */
export function UnforeseenNotice() {
  const error = useStore(unforeseenStore, (state) => state.error);
  if (!error) return null;
  return (
    <div className={styles.place}>
      <ErrorNotice
        error={error}
        onDismiss={dismissUnforeseen}
        actions={
          <Button size="small" onClick={() => location.reload()}>
            Reload the page
          </Button>
        }
      />
    </div>
  );
}
