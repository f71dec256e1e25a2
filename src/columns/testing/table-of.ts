import { patchPath } from '../../library/patch-path.ts';
import { type Patch, packPatches } from '../patch-chunk.ts';
import { PatchTable } from '../patch-table.ts';
import { Patches, SharedViews } from '../patches.ts';

/** A patch that is a file of its own. */
export function filePatch(id: number, path: string, label = ''): Patch {
  return { collectionId: 'c', id, path, label, width: 150, height: 100 };
}

/** A patch of a slide that was cut by a grid of 256 pixels. */
export function slidePatch(id: number, slide: string, column: number, row: number, label = ''): Patch {
  const area = { x: column * 256, y: row * 256, width: 256, height: 256 };
  return { collectionId: 'c', id, path: patchPath(slide, area), area, label, width: 256, height: 256 };
}

export function tableOf(patches: readonly Patch[]): PatchTable {
  const table = new PatchTable('c');
  table.put(packPatches(patches));
  return table;
}

/** What the screens get of a table, each time as it is then. */
export function follow(table: PatchTable): { readonly views: SharedViews; now(): Patches } {
  const views = new SharedViews(table);
  return { views, now: () => new Patches(views) };
}
