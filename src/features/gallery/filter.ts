import type { Catalog } from './catalog.ts';

/** What the gallery is narrowed to; all conditions hold together. */
export interface PatchFilter {
  /** Words that all occur in the path, in any order and case. */
  readonly text: string;
  /** Any of these; none given means every label. */
  readonly labels: readonly string[];
  /** This folder and what lies below it; undefined means everywhere. */
  readonly folder: string | undefined;
}

export const NO_FILTER: PatchFilter = { text: '', labels: [], folder: undefined };

export function isFiltering({ text, labels, folder }: PatchFilter): boolean {
  return text.trim() !== '' || labels.length > 0 || folder !== undefined;
}

/** Ids of the patches that pass, ascending. Linear in the patches. */
export function matchingPatches(catalog: Catalog, filter: PatchFilter): Uint32Array {
  const { patches, lowerPaths, byLabel, byFolder } = catalog;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const labelPasses = Uint8Array.from(byLabel.names, (label) => Number(passesLabel(label, filter)));
  const folderPasses = Uint8Array.from(byFolder.names, (folder) => Number(passesFolder(folder, filter)));
  const ids = new Uint32Array(patches.length);
  let found = 0;
  for (let id = 0; id < patches.length; id++) {
    if (!patches[id]) continue;
    if (!labelPasses[byLabel.groupOf[id] ?? 0] || !folderPasses[byFolder.groupOf[id] ?? 0]) continue;
    const path = lowerPaths[id] ?? '';
    if (words.every((word) => path.includes(word))) ids[found++] = id;
  }
  return ids.subarray(0, found);
}

function passesLabel(label: string, { labels }: PatchFilter): boolean {
  return labels.length === 0 || labels.includes(label);
}

function passesFolder(folder: string, { folder: wanted }: PatchFilter): boolean {
  return wanted === undefined || folder === wanted || folder.startsWith(`${wanted}/`);
}

/** Where `id` stands in ascending `ids`, or -1. */
export function positionOf(ids: Uint32Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return ids[low] === id ? low : -1;
}
