import { useEffect } from 'react';
import { openCollection } from '../engine/collection/open-collection.ts';

/** Opens the collection that the address names; what fails shows in openCollectionStore. */
export function useOpenCollection(collectionId: string | undefined): void {
  useEffect(() => {
    if (collectionId !== undefined) void openCollection(collectionId);
  }, [collectionId]);
}
