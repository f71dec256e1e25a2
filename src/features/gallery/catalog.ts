import type { Patches } from '../../engine/collection/open-collection-store.ts';
import type { PatchRecord } from '../../library/schema.ts';
import type { Facet } from '../../ui/FacetMenu.tsx';

/** A collection's patches, prepared once so that every keystroke of a filter is one pass over flat arrays. */
export interface Catalog {
  readonly patches: Patches;
  /** How many there are. */
  readonly count: number;
  readonly lowerPaths: readonly string[];
  readonly byLabel: Grouping;
  /** By the folder a patch lies in; the empty string is the dropped folder itself. */
  readonly byFolder: Grouping;
  /** Sorted; patches without a label (the empty string) come first. */
  readonly labels: readonly Facet[];
  /** Sorted, every folder at every depth; a folder counts what lies below it too. */
  readonly folders: readonly Facet[];
}

/** Which group each patch is in, as an index into `names` and `counts`; NO_GROUP where there is no patch. */
export interface Grouping {
  readonly names: readonly string[];
  readonly counts: readonly number[];
  readonly groupOf: Uint32Array;
}

const NO_GROUP = 0xffffffff;

/**
 * The catalog of `patches`. Only patches that differ from those of `previous` are looked at: while a large collection is
 * indexed, a batch costs its own size and some copying.
 */
export function catalogOf(patches: Patches, previous?: Catalog): Catalog {
  const changed = changedIds(patches, previous?.patches ?? []);
  const lowerPaths = (previous?.lowerPaths ?? []).slice(0, patches.length);
  for (const id of changed) lowerPaths[id] = patches[id]?.path.toLowerCase() ?? '';
  const byLabel = regroup(patches, changed, ({ label }) => label, previous?.byLabel);
  const byFolder = regroup(patches, changed, ({ path }) => folderOfPath(path), previous?.byFolder);
  const labels = sortedFacets(byLabel.names.map((name, group) => [name, byLabel.counts[group] ?? 0]));
  const count = byLabel.counts.reduce((sum, each) => sum + each, 0);
  return { patches, count, lowerPaths, byLabel, byFolder, labels, folders: foldersWithAncestors(byFolder) };
}

/** 'a/b/c.png' gives 'a/b', 'c.png' gives ''. */
export function folderOfPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function changedIds(patches: Patches, before: Patches): number[] {
  const changed: number[] = [];
  for (let id = 0; id < patches.length; id++) {
    if (id >= before.length || patches[id] !== before[id]) changed.push(id);
  }
  return changed;
}

function regroup(
  patches: Patches,
  changed: readonly number[],
  nameOf: (patch: PatchRecord) => string,
  previous: Grouping = { names: [], counts: [], groupOf: new Uint32Array() },
): Grouping {
  const names = [...previous.names];
  const counts = [...previous.counts];
  const groups = new Map(names.map((name, group) => [name, group]));
  const groupOf = new Uint32Array(patches.length);
  groupOf.set(previous.groupOf.subarray(0, patches.length));
  const leave = (group: number | undefined) => {
    if (group !== undefined && group !== NO_GROUP) counts[group] = (counts[group] ?? 0) - 1;
  };
  previous.groupOf.subarray(patches.length).forEach(leave);
  for (const id of changed) {
    const patch = patches[id];
    leave(previous.groupOf[id]);
    if (!patch) {
      groupOf[id] = NO_GROUP;
      continue;
    }
    const name = nameOf(patch);
    const group = groups.get(name) ?? names.push(name) - 1;
    groups.set(name, group);
    counts[group] = (counts[group] ?? 0) + 1;
    groupOf[id] = group;
  }
  return { names, counts, groupOf };
}

function foldersWithAncestors({ names, counts }: Grouping): Facet[] {
  const totals = new Map<string, number>();
  names.forEach((name, group) => {
    for (const folder of selfAndAncestors(name)) totals.set(folder, (totals.get(folder) ?? 0) + (counts[group] ?? 0));
  });
  return sortedFacets([...totals]);
}

function sortedFacets(totals: readonly (readonly [string, number])[]): Facet[] {
  return totals
    .filter(([, count]) => count > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value, count]) => ({ value, count }));
}

/** 'a/b' gives 'a/b', 'a'; '' gives ''. */
function selfAndAncestors(folder: string): string[] {
  const folders = [folder];
  for (let cut = folder.lastIndexOf('/'); cut > 0; cut = folder.lastIndexOf('/', cut - 1)) {
    folders.push(folder.slice(0, cut));
  }
  return folders;
}
