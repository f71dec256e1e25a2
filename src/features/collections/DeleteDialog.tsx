import { useLocation } from 'wouter';
import { collectionBytes, deleteCollection } from '../../engine/collection/collections.ts';
import { dismissRun } from '../../engine/indexing/indexing.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { START_PATH } from '../../ui/routes.ts';
import { useAction } from '../../ui/use-action.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';

export function DeleteDialog({ collection, isActive, onClose }: CollectionDialogProps & { isActive: boolean }) {
  const [, navigate] = useLocation();
  const { isBusy, error, run } = useAction();
  const { id, name, patchCount } = collection;
  const remove = () =>
    run(async () => {
      if (isActive) navigate(START_PATH);
      await deleteCollection(id);
      if (indexingStore.getState().run?.collectionId === id) dismissRun();
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      width="narrow"
      title={`Delete “${name}”?`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" disabled={isBusy} onClick={remove}>
            Delete collection
          </Button>
        </>
      }
    >
      <p>
        Barcodes and thumbnails of {formatCount(patchCount, 'patch', 'patches')} are deleted (
        {formatBytes(collectionBytes(collection).total)}). This cannot be undone, but the folder can be indexed again.
      </p>
      <p>Your images stay where they are.</p>
      {error ? <ErrorNotice error={error} /> : null}
    </Dialog>
  );
}
