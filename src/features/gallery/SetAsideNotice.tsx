import { useState } from 'react';
import { useSetAside } from '../../engine/collection/use-set-aside.ts';
import { failureReport } from '../../engine/indexing/failure-report.ts';
import { Button } from '../../ui/Button.tsx';
import { FailuresDialog } from '../../ui/FailuresDialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/Notice.tsx';
import { saveFile } from '../../ui/save-file.ts';
import styles from './Gallery.module.css';

/** Says that something stored is damaged: what of, that the rest works, and what mends it. Nothing while nothing is. */
export function SetAsideNotice({ collectionId }: { collectionId: string }) {
  const files = useSetAside(collectionId);
  const [isOpen, setIsOpen] = useState(false);
  if (files.length === 0) return null;
  const were = files.length === 1 ? 'was' : 'were';
  return (
    <div className={styles.notice}>
      <Notice
        title={`${formatCount(files.length, 'patch', 'patches')} ${were} set aside: what is stored of ${files.length === 1 ? 'it' : 'them'} has been damaged.`}
        actions={
          <Button size="small" onClick={() => setIsOpen(true)}>
            Show which
          </Button>
        }
      >
        Everything else works. Drop the folder again, adding to this collection: what is damaged is indexed anew.
      </Notice>
      <FailuresDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`${formatCount(files.length, 'file')} set aside`}
        description="Something stored of these has been damaged. They are indexed anew when they are dropped again."
        failures={files}
        onSave={() => saveFile('gramscope-set-aside.csv', failureReport(files))}
      />
    </div>
  );
}
