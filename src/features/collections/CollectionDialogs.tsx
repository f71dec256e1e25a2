import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { closeCollectionDialog, collectionDialogStore } from './collection-dialog-store.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ReindexDialog } from './ReindexDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';

// Loaded when it is first opened.
const DetailsDialog = lazy(async () => {
  const { DetailsDialog } = await import('./DetailsDialog.tsx');
  return { default: DetailsDialog };
});

/** What can be done with a collection, as its menu has opened it. Mounted once, beside every screen. */
export function CollectionDialogs({ activeId }: { activeId: string | undefined }) {
  const { open } = useStore(collectionDialogStore);
  const collection = useStore(collectionsStore, ({ collections }) =>
    collections?.find(({ id }) => id === open?.collectionId),
  );
  if (!open || !collection) return null;
  const shared = { collection, onClose: closeCollectionDialog };
  switch (open.dialog) {
    case 'rename':
      return <RenameDialog {...shared} />;
    case 'details':
      return (
        <Suspense>
          <DetailsDialog {...shared} />
        </Suspense>
      );
    case 'reindex':
      return <ReindexDialog {...shared} />;
    case 'export':
      return <ExportDialog {...shared} />;
    case 'delete':
      return <DeleteDialog {...shared} isActive={collection.id === activeId} />;
  }
}
