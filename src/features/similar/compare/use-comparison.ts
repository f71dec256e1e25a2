import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Addresses } from '../addresses.ts';
import type { Search } from '../search/use-search.ts';

export interface Comparison {
  /** The hit that is compared with the query, from 1; undefined when none is. */
  readonly rank: number | undefined;
  /** Undefined ends the comparison. */
  compare(rank: number | undefined): void;
}

/**
 * Which hit is compared with the query: side by side in a dialog or, where both lie on slides, on the screen of the slides.
 * The dialog closes with the list of hits that it was opened from.
 */
export function useComparison({ found, foundFor, isSearching }: Search, addresses: Addresses): Comparison {
  const [, navigate] = useLocation();
  const [compared, setCompared] = useState<{ readonly key: string | undefined; readonly rank: number }>();
  const compare = (rank: number | undefined) => {
    const patch = rank === undefined ? undefined : found?.[rank - 1]?.patch;
    const beside = patch && addresses.besideOf(patch);
    if (beside !== undefined) navigate(beside);
    else setCompared(rank === undefined ? undefined : { key: foundFor, rank });
  };
  const isShown = compared !== undefined && found !== undefined && !isSearching && compared.key === foundFor;
  return { rank: isShown ? Math.min(compared.rank, found.length) : undefined, compare };
}
