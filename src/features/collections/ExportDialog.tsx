import { useEffect, useRef, useState } from 'react';
import { isAbort } from '../../base/errors.ts';
import { collectionBytes } from '../../engine/collection/collections.ts';
import { gatherFile } from '../../engine/transfer/gather-file.ts';
import { exportToFile } from '../../engine/transfer/transfer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes, formatCount, formatPercent } from '../../ui/format.ts';
import { openFileTarget } from '../../ui/open-file-target.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';

/** Writes a collection to a file. */
export function ExportDialog({ collection, onClose }: CollectionDialogProps) {
  const { id, name, patchCount } = collection;
  const [share, setShare] = useState(0);
  const [abort] = useState(() => new AbortController());
  const { isBusy, error, run } = useAction();
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const close = () => {
    abort.abort();
    onClose();
  };
  const start = () =>
    run(async () => {
      const target = await openFileTarget(`${name.replaceAll(/[\\/:*?"<>|]/g, '_')}.tar`, gatherFile);
      if (!target) return;
      try {
        await exportToFile(id, target, abort.signal, setShare);
        if (isOpen.current) onClose();
      } catch (thrown) {
        if (!isAbort(thrown)) throw thrown;
      }
    });
  return (
    <Dialog
      open
      onOpenChange={close}
      width="narrow"
      title={`Export “${name}”`}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" disabled={isBusy} onClick={start}>
            Export
          </Button>
        </>
      }
    >
      <p>
        Barcodes, thumbnails, labels and names of {formatCount(patchCount, 'patch', 'patches')} (about{' '}
        {formatBytes(collectionBytes(collection).total)}) go into one .tar file, which “Import a collection” takes back
        and other search engines can read. The images themselves are not in it.
      </p>
      {isBusy ? <ProgressBar label="Exporting" value={share} max={1} valueText={formatPercent(share)} /> : null}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}
