import type { PatchTable } from '../../columns/patch-table.ts';
import type { ImageNames } from '../../tables/table-reader.ts';

/** What a table can name patches by, in the order of their ids. */
export function imageNamesOf(table: PatchTable, ids: Iterable<number>): ImageNames {
  const paths: string[] = [];
  const sources: string[] = [];
  for (const id of ids) {
    const path = table.pathAt(id) ?? '';
    paths.push(path);
    sources.push(table.slide.wordAt(id) ?? path);
  }
  return { paths, sources };
}

/** Ids of all patches that are there, ascending. */
export function idsOf(table: PatchTable): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: table.end }, (_, id) => id).filter((id) => table.has(id));
}
