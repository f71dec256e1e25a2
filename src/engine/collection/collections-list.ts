import { listCollections } from '../../library/collections.ts';
import { collectionsStore } from './collections-store.ts';
import { tellOtherTabs } from './other-tabs.ts';

/** Reads the list of collections anew for the screens, after it was changed here; other tabs do the same. */
export async function refreshCollections(): Promise<void> {
  tellOtherTabs({ kind: 'collections-changed' });
  await readCollections();
}

/** Reads the list of collections for the screens. */
export async function readCollections(): Promise<void> {
  collectionsStore.setState({ collections: await listCollections() });
}
