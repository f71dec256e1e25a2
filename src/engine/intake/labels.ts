import { lookUp } from '../../base/dictionary.ts';
import type { LabelRule } from '../../library/schema.ts';
import type { FoundFile } from './intake.ts';

/** The folder that a path's label comes from; empty when the path is not that deep or labels are off. */
export function labelFolder(path: string, folderLevel: number): string {
  const folders = path.split('/').slice(0, -1);
  return folderLevel > 0 ? (folders[folderLevel - 1] ?? '') : '';
}

/** The label of the patch at `path`; empty for none. */
export function labelOf(path: string, rule: LabelRule): string {
  const folder = labelFolder(path, rule.folderLevel);
  return lookUp(rule.renamed, folder) ?? folder;
}

export interface LabelCount {
  readonly folder: string;
  readonly label: string;
  readonly images: number;
}

/** Images a label folder, by folder name; files outside any label folder count under the empty name. */
export function countLabels(files: readonly Pick<FoundFile, 'path'>[], rule: LabelRule): LabelCount[] {
  const images = new Map<string, number>();
  for (const { path } of files) {
    const folder = labelFolder(path, rule.folderLevel);
    images.set(folder, (images.get(folder) ?? 0) + 1);
  }
  return [...images]
    .map(([folder, count]) => ({ folder, label: lookUp(rule.renamed, folder) ?? folder, images: count }))
    .sort((a, b) => a.folder.localeCompare(b.folder, 'en', { numeric: true }));
}

/** How many folder levels lie between the dropped folder and its deepest image. */
export function deepestFolderLevel(files: readonly Pick<FoundFile, 'path'>[]): number {
  return files.reduce((deepest, { path }) => Math.max(deepest, path.split('/').length - 1), 0);
}

/** Folders that divide a published set, and say nothing of what their images show. */
const PART = /^(train|training|trn|val|valid|validation|dev|test|testing|tst)([-_ ]?(set|data|images))?$/i;

/** The folder level that most likely has the labels: the first, or the second below training and test folders; 0 without folders. */
export function likelyLabelLevel(files: readonly Pick<FoundFile, 'path'>[]): number {
  const deepest = deepestFolderLevel(files);
  const areParts =
    deepest > 1 && countLabels(files, { folderLevel: 1, renamed: {} }).every(({ folder }) => PART.test(folder));
  return Math.min(areParts ? 2 : 1, deepest);
}
