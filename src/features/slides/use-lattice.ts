import { useMemo } from 'react';
import type { Patches } from '../../columns/patches.ts';
import { type Lattice, LatticeView } from './lattice.ts';

/** The lattice of a slide's patches as it grows; undefined while none is indexed. */
export function useLattice(patches: Patches, slidePath: string): Lattice | undefined {
  const { table } = patches;
  const view = useMemo(() => new LatticeView(table, slidePath), [table, slidePath]);
  return useMemo(() => view.at(patches), [view, patches]);
}
