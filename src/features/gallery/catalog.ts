import type { PatchRecord } from '../../library/schema.ts';

/** One choice of a filter and how many patches it holds. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}

/**
 * A collection's patches, prepared once so that every keystroke of a filter is one pass over flat arrays.
 * `labelOf` and `folderOf` give, for each patch, positions in `labels` and `folders`.
 */
export interface Catalog {
  readonly patches: readonly PatchRecord[];
  readonly lowerPaths: readonly string[];
  /** Sorted; patches without a label (the empty string) come first. */
  readonly labels: readonly Facet[];
  readonly labelOf: Uint32Array;
  /** Sorted, every folder at every depth; a folder counts what lies below it too. The empty string is the dropped folder itself. */
  readonly folders: readonly Facet[];
  readonly folderOf: Uint32Array;
}

export function buildCatalog(patches: readonly PatchRecord[]): Catalog {
  const labels = group(patches, ({ label }) => label);
  const folders = group(patches, ({ path }) => folderOfPath(path));
  return {
    patches,
    lowerPaths: patches.map(({ path }) => path.toLowerCase()),
    labels: labels.values.map((value, index) => ({ value, count: labels.counts[index] ?? 0 })),
    labelOf: labels.groupOf,
    ...withAncestors(folders),
  };
}

/** 'a/b/c.png' gives 'a/b', 'c.png' gives ''. */
export function folderOfPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

interface Groups {
  readonly values: readonly string[];
  readonly counts: readonly number[];
  readonly groupOf: Uint32Array;
}

/** Groups in the order of their sorted names. */
function group(patches: readonly PatchRecord[], nameOf: (patch: PatchRecord) => string): Groups {
  const met = new Map<string, number>();
  const metAt = new Uint32Array(patches.length);
  const metCounts: number[] = [];
  patches.forEach((patch, index) => {
    const name = nameOf(patch);
    let at = met.get(name);
    if (at === undefined) {
      at = met.size;
      met.set(name, at);
    }
    metAt[index] = at;
    metCounts[at] = (metCounts[at] ?? 0) + 1;
  });
  const sorted = [...met].sort(([a], [b]) => (a < b ? -1 : 1));
  const position = new Uint32Array(met.size);
  sorted.forEach(([, at], index) => {
    position[at] = index;
  });
  return {
    values: sorted.map(([name]) => name),
    counts: sorted.map(([, at]) => metCounts[at] ?? 0),
    groupOf: metAt.map((at) => position[at] ?? 0),
  };
}

function withAncestors(leaves: Groups): Pick<Catalog, 'folders' | 'folderOf'> {
  const counts = new Map<string, number>();
  leaves.values.forEach((leaf, index) => {
    for (const folder of selfAndAncestors(leaf)) {
      counts.set(folder, (counts.get(folder) ?? 0) + (leaves.counts[index] ?? 0));
    }
  });
  const names = [...counts.keys()].sort();
  const position = new Map(names.map((name, index) => [name, index]));
  return {
    folders: names.map((value) => ({ value, count: counts.get(value) ?? 0 })),
    folderOf: leaves.groupOf.map((leaf) => position.get(leaves.values[leaf] ?? '') ?? 0),
  };
}

/** 'a/b' gives 'a/b', 'a'; '' gives ''. */
function selfAndAncestors(folder: string): string[] {
  const folders = [folder];
  for (let cut = folder.lastIndexOf('/'); cut > 0; cut = folder.lastIndexOf('/', cut - 1)) {
    folders.push(folder.slice(0, cut));
  }
  return folders;
}
