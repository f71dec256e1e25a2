import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { listFailures } from '../indexing/failure-report.ts';
import { type FailedFile, indexingStore } from '../indexing/indexing-store.ts';
import { searchLoadStore } from '../question/search-load-store.ts';
import { openCollectionStore } from './open-collection-store.ts';

const NONE: readonly FailedFile[] = [];

/**
 * Files of a collection that were set aside, since something that is stored of them is damaged. Damage is found as records
 * are read, and mended as files are indexed: after either they are listed anew.
 */
export function useSetAside(collectionId: string): readonly FailedFile[] {
  const [found, setFound] = useState<{ readonly collectionId: string; readonly files: readonly FailedFile[] }>();
  const isOpen = useStore(openCollectionStore, ({ status }) => status === 'open');
  const isSearchable = useStore(searchLoadStore, ({ isComplete }) => isComplete);
  const phase = useStore(indexingStore, ({ run }) => run?.phase);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these says that something has been read or mended.
  useEffect(() => {
    let isCurrent = true;
    listFailures(collectionId).then(
      (failures) => {
        const files = failures.filter(({ error }) => error.code === 'record-damaged');
        if (isCurrent) setFound({ collectionId, files });
      },
      // The gallery says what is wrong with a collection that cannot be read.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [collectionId, isOpen, isSearchable, phase]);
  return found?.collectionId === collectionId ? found.files : NONE;
}
