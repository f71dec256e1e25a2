import { useState } from 'react';
import { deletePatches } from '../../engine/collection/edit-patches.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { EditProgress } from './EditProgress.tsx';
import type { EditDialogProps } from './RelabelDialog.tsx';

/** Asks before the selected patches are deleted. */
export function DeletePatchesDialog({ collectionId, ids, onClose, onDone }: EditDialogProps) {
  const [done, setDone] = useState(0);
  const { isBusy, error, run } = useAction();
  const patches = formatCount(ids.length, 'patch', 'patches');
  const remove = () =>
    run(async () => {
      await deletePatches(collectionId, ids, setDone);
      onDone();
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={() => isBusy || onClose()}
      width="narrow"
      title={`Delete ${patches} from the collection?`}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            {ids.length === 1 ? 'Keep it' : 'Keep them'}
          </Button>
          <Button variant="danger" disabled={isBusy} onClick={remove}>
            Delete {patches}
          </Button>
        </>
      }
    >
      <p>
        Barcodes, thumbnails and labels are deleted, and nothing finds these patches any more. This cannot be undone.
      </p>
      <p>
        Your image files stay where they are, as they are. If you drop the folder on this collection again, its deleted
        patches come back; going on with an interrupted run leaves them out.
      </p>
      {isBusy ? <EditProgress label="Deleting patches" done={done} total={ids.length} /> : null}
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}
