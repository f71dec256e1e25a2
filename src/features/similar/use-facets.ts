import { useEffect, useState } from 'react';
import type { Facets } from '../../engine/search/hits.ts';
import { searchFacets } from '../../engine/search/search-service.ts';

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
