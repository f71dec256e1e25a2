import { useEffect, useState } from 'react';
import { searchFacets } from '../../engine/question/search-service.ts';
import type { Facets } from '../../search/hits.ts';

/** The open collection's labels and folders, read anew when `version` changes. */
export function useFacets(version: unknown): Facets {
  const [facets, setFacets] = useState<Facets>({ labels: [], folders: [] });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version has other facets.
  useEffect(() => {
    let isCurrent = true;
    // Without an answer there is nothing to filter by; the search itself says what is wrong.
    searchFacets().then(
      (found) => isCurrent && setFacets(found),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [version]);
  return facets;
}
