import { CASE_COLUMN } from '../../columns/case-column.ts';
import type { Patch } from '../../columns/patch-chunk.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import type { Sample } from '../../evaluation/partition.ts';

/** What an evaluation knows of a patch, and its id. */
export interface PatchSample extends Sample {
  readonly id: number;
}

/**
 * The patches that have something to retrieve, with the cases that the collection puts them into.
 * @param target The column that is retrieved; empty for the label.
 */
export function samplesOf(patches: readonly Patch[], table: PatchTable, target: string): PatchSample[] {
  const targets = target === '' ? undefined : table.column(target);
  const cases = table.column(CASE_COLUMN);
  const samples: PatchSample[] = [];
  for (const { id, path, label } of patches) {
    const wanted = targets?.kind === 'category' ? targets.wordAt(id) : label;
    const source = cases?.kind === 'category' ? cases.wordAt(id) : undefined;
    if (wanted) samples.push({ id, path, label: wanted, source });
  }
  return samples;
}
