import { useState } from 'react';
import { failureReport } from '../../engine/indexing/failure-report.ts';
import type { IndexingState } from '../../engine/indexing/indexing-store.ts';
import { Button } from '../../ui/Button.tsx';
import { FailuresDialog } from '../../ui/FailuresDialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { saveFile } from '../../ui/save-file.ts';
import styles from './FailureCount.module.css';

/** How many files failed so far; opens the report. Nothing while none has. */
export function FailureCount({ failures }: { failures: IndexingState['failures'] }) {
  const [isOpen, setIsOpen] = useState(false);
  if (failures.length === 0) return null;
  return (
    <>
      <Button variant="quiet" size="small" className={styles.count} onClick={() => setIsOpen(true)}>
        {formatCount(failures.length, 'file')} failed
      </Button>
      <FailuresDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        failures={failures}
        onSave={() => saveFile('gramscope-failures.csv', failureReport(failures))}
      />
    </>
  );
}
