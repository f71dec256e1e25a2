import FileDown from 'lucide-react/icons/file-down';
import { ERROR_TEXTS } from '../base/error-texts.ts';
import type { ErrorReport } from '../base/errors.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './FailuresDialog.module.css';
import { formatCount, formatNumber } from './format.ts';

/** The saved report has them all. */
const MOST_ROWS = 500;

const WHAT_HELPS = 'Everything else is indexed. Repair these files and drop the folder again: only they are read.';

export interface FailuresDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Of files that could not be indexed, when none is given. */
  title?: string;
  description?: string;
  failures: readonly { readonly path: string; readonly error: ErrorReport }[];
  onSave: () => void;
}

/** Files that could not be indexed, or not be kept: which, why, and what to do about each. */
export function FailuresDialog(props: FailuresDialogProps) {
  const { open, onOpenChange, failures, onSave } = props;
  const { title = `${formatCount(failures.length, 'file')} could not be indexed`, description = WHAT_HELPS } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width="wide"
      title={title}
      description={description}
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
            {error.detail ? <p className={styles.detail}>{asSentence(error.detail)}</p> : null}
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

/** What a reader says of the file itself. */
function asSentence(detail: string): string {
  return `${detail.slice(0, 1).toUpperCase()}${detail.slice(1).replace(/\.$/, '')}.`;
}
