import { listCollections } from '../../library/collections.ts';
import { collectionsStore } from './collections-store.ts';

/** Reads the list of collections anew for the screens. */
export async function refreshCollections(): Promise<void> {
  collectionsStore.setState({ collections: await listCollections() });
}
