import type { SourceRule } from '../library/schema.ts';

/**
 * Names the source (slide or case) of the patch at `path`. A pattern that does not match, or is not a valid regular
 * expression, leaves the patch a source of its own.
 */
export function sourceOf(path: string, rule: SourceRule): string {
  return sourceNamer(rule)(path);
}

/** `sourceOf` for many paths: compiles the pattern once. */
export function sourceNamer(rule: SourceRule): (path: string) => string {
  if (rule.kind === 'folder') return (path) => path.slice(0, path.lastIndexOf('/') + 1);
  const pattern = rule.kind === 'pattern' ? compile(rule.pattern) : undefined;
  return (path) => (pattern ? (pattern.exec(path)?.[0] ?? path) : path);
}

function compile(pattern: string): RegExp | undefined {
  try {
    return pattern ? new RegExp(pattern) : undefined;
  } catch {
    return undefined;
  }
}
