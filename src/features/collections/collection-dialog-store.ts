import { createStore } from 'zustand/vanilla';

export type CollectionDialog = 'rename' | 'details' | 'reindex' | 'export' | 'delete';

/** Which dialog about which collection is open; kept apart from the menu that opens it, which comes and goes with the layout. */
export const collectionDialogStore = createStore<{
  readonly open: { readonly collectionId: string; readonly dialog: CollectionDialog } | undefined;
}>(() => ({ open: undefined }));

export function openCollectionDialog(collectionId: string, dialog: CollectionDialog): void {
  collectionDialogStore.setState({ open: { collectionId, dialog } });
}

export function closeCollectionDialog(): void {
  collectionDialogStore.setState({ open: undefined });
}
