import type { SlideArea } from '../base/slide.ts';
import type { PatchRecord } from './schema.ts';

/** The path of a patch that was cut from the slide at `slidePath`; unique within its collection. */
export function patchPath(slidePath: string, { x, y }: SlideArea): string {
  return `${slidePath}#${x},${y}`;
}

/** The path of the slide that a patch was cut from; undefined for one that is a file of its own. */
export function slidePathOf({ path, area }: Pick<PatchRecord, 'path' | 'area'>): string | undefined {
  return area && path.slice(0, path.lastIndexOf('#'));
}
