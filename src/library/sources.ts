import { slidePathOf } from './patch-path.ts';
import type { PatchRecord, SourceRule } from './schema.ts';

/**
 * A function that names the source (slide or case) of a patch. A pattern that does not match, or is not a valid regular
 * expression, leaves an image a source of its own, and a whole slide the source of all that was cut from it.
 */
export function sourceNamer(rule: SourceRule): (patch: Pick<PatchRecord, 'path' | 'area'>) => string {
  const pattern = rule.kind === 'pattern' ? compilePattern(rule.pattern) : undefined;
  return (patch) => {
    const path = slidePathOf(patch) ?? patch.path;
    if (rule.kind === 'folder') return path.slice(0, path.lastIndexOf('/') + 1);
    return pattern?.exec(path)?.[0] ?? path;
  };
}

/** Undefined for no pattern, and for one that is no regular expression. */
export function compilePattern(pattern: string): RegExp | undefined {
  try {
    return pattern ? new RegExp(pattern) : undefined;
  } catch {
    return undefined;
  }
}
