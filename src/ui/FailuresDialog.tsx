import FileDown from 'lucide-react/icons/file-down';
import { ERROR_TEXTS } from '../base/error-texts.ts';
import type { ErrorReport } from '../base/errors.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './FailuresDialog.module.css';
import { formatCount, formatNumber } from './format.ts';

/** The saved report has them all. */
const MOST_ROWS = 500;

export interface FailuresDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  failures: readonly { readonly path: string; readonly error: ErrorReport }[];
  onSave: () => void;
}

/** Files that could not be indexed: which, why, and what to do about each. */
export function FailuresDialog({ open, onOpenChange, failures, onSave }: FailuresDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="wide"
      title={`${formatCount(failures.length, 'file')} could not be indexed`}
      description="Everything else is indexed. Repair these files and drop the folder again: only they are read."
      footer={
        <Button icon={<FileDown />} onClick={onSave}>
          Save report
        </Button>
      }
    >
      <ul className={styles.list}>
        {failures.slice(0, MOST_ROWS).map(({ path, error }) => (
          <li key={path} className={styles.row}>
            <p className={styles.path}>{path}</p>
            <p>{ERROR_TEXTS[error.code].sentence}</p>
            <p className={styles.action}>{ERROR_TEXTS[error.code].action}</p>
          </li>
        ))}
      </ul>
      {failures.length > MOST_ROWS ? (
        <p className={styles.action}>and {formatNumber(failures.length - MOST_ROWS)} more, all in the saved report</p>
      ) : null}
    </Dialog>
  );
}
