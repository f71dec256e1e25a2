import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import { useState } from 'react';
import { cancelRun, continueRun, pauseRun } from '../../engine/indexing/indexing.ts';
import type { IndexingState } from '../../engine/indexing/indexing-store.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { formatCount } from '../../ui/format.ts';
import styles from './RunControls.module.css';

export function RunControls({ run }: { run: IndexingState }) {
  const [isAsking, setIsAsking] = useState(false);
  const isHeld = run.phase === 'paused' || run.phase === 'pausing';
  return (
    <div className={styles.controls}>
      {isHeld ? (
        <Button size="small" icon={<Play />} onClick={continueRun}>
          Resume
        </Button>
      ) : (
        <Button size="small" icon={<Pause />} disabled={run.phase === 'preparing'} onClick={pauseRun}>
          Pause
        </Button>
      )}
      <Button size="small" disabled={run.phase === 'preparing'} onClick={() => setIsAsking(true)}>
        Cancel
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Cancel indexing?"
        confirmText="Cancel indexing"
        cancelText="Keep going"
        onConfirm={() => void cancelRun()}
      >
        <p>
          {formatCount(run.indexed + run.unchanged, 'patch', 'patches')} of {formatCount(run.total, 'image')} stay
          indexed and can be searched. Drop the folder again at any time to add the rest.
        </p>
      </ConfirmDialog>
    </div>
  );
}
