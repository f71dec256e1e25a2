import { useState } from 'react';
import { deletePatches } from '../../engine/collection/edit-patches.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.ts';
import { EditProgress } from './EditProgress.tsx';
import { HandLabels } from './HandLabels.tsx';
import type { EditDialogProps } from './RelabelDialog.tsx';

/** Asks before the selected patches are deleted. */
export function DeletePatchesDialog({ collectionId, ids, onClose, onDone }: EditDialogProps) {
  const [done, setDone] = useState(0);
  const { isBusy, error, run } = useAction();
  const count = formatCount(ids.length, 'patch', 'patches');
  // What an undo needs takes room; to delete for good takes none.
  const isFull = error?.code === 'storage-full';
  const remove = () =>
    run(async () => {
      await deletePatches(collectionId, ids, setDone, isFull);
      onDone();
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={() => isBusy || onClose()}
      width="narrow"
      title={`Delete ${count} from the collection?`}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            Cancel
          </Button>
          <Button variant="danger" disabled={isBusy} onClick={remove}>
            {isFull ? 'Delete for good' : `Delete ${count}`}
          </Button>
        </>
      }
    >
      <p>
        Barcodes, thumbnails and labels are deleted. You can undo this until the page is closed or reloaded; then they
        are erased.
      </p>
      <p>
        Your image files stay as they are. If you drop the folder on this collection again, its deleted patches come
        back.
      </p>
      <HandLabels collectionId={collectionId} ids={ids} />
      {isBusy ? <EditProgress label="Deleting patches" done={done} total={ids.length} /> : null}
      {error ? (
        <ErrorNotice
          error={error}
          {...(isFull && { more: 'There is no room to keep what an undo would need. Deleting for good needs none.' })}
        />
      ) : null}
    </Dialog>
  );
}
