import { useStore } from 'zustand';
import { collectionsStore } from '../engine/collection/collections-store.ts';

export function useCollectionName(collectionId: string | undefined): string | undefined {
  return useStore(collectionsStore, ({ collections }) => collections?.find(({ id }) => id === collectionId)?.name);
}
