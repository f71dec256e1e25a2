import { useLocation } from 'wouter';
import { collectionBytes, deleteCollection } from '../../engine/collection/collections.ts';
import { dismissRun } from '../../engine/indexing/indexing.ts';
import { indexingStore } from '../../engine/indexing/indexing-store.ts';
import { ActionDialog } from '../../ui/ActionDialog.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { START_PATH } from '../../ui/routes.ts';
import { useAction } from '../../ui/use-action.ts';
import type { CollectionDialogProps } from './RenameDialog.tsx';

export function DeleteDialog({ collection, isActive, onClose }: CollectionDialogProps & { isActive: boolean }) {
  const [, navigate] = useLocation();
  const action = useAction();
  const { id, name, patchCount } = collection;
  const remove = () =>
    action.run(async () => {
      if (isActive) navigate(START_PATH);
      await deleteCollection(id);
      if (indexingStore.getState().run?.collectionId === id) dismissRun();
      onClose();
    });
  return (
    <ActionDialog
      title={`Delete “${name}”?`}
      act="Delete collection"
      dangerous
      onAct={remove}
      action={action}
      onClose={onClose}
    >
      <p>
        Barcodes and thumbnails of {formatCount(patchCount, 'patch', 'patches')} are deleted (
        {formatBytes(collectionBytes(collection).total)}). This cannot be undone, but the folder can be indexed again.
      </p>
      <p>Your images stay where they are.</p>
    </ActionDialog>
  );
}
