import { AppError } from '../base/errors.ts';
import { compilePattern, loadPatterns, type Pattern } from '../base/patterns.ts';
import { slidePathOf } from './patch-path.ts';
import type { PatchRecord, SourceRule } from './schema.ts';

/** Names the source (slide or case) of a patch. */
export type NameSource = (patch: Pick<PatchRecord, 'path' | 'area'>) => string;

/** The beginning of a TCGA barcode: project, site and participant are the patient's, sample and slide follow. */
const TCGA_PATIENT = /(?<![0-9a-z])tcga-[0-9a-z]{2}-[0-9a-z]{4}(?![0-9a-z])/i;

/** What tells the patient in a path, upper case; the file's name says it better than the folders above. */
export function tcgaPatientIn(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (TCGA_PATIENT.exec(name) ?? TCGA_PATIENT.exec(path))?.[0].toUpperCase();
}

/**
 * What names sources by a rule, as far as paths tell them. A pattern that does not match leaves an image a source of its own,
 * and a whole slide the source of all that was cut from it; so does one that cannot be used, which Details says. What a table
 * says of patches comes before this (columns/cases.ts).
 */
export async function sourceNamer(rule: SourceRule): Promise<NameSource> {
  const pattern = await patternOf(rule);
  return (patch) => {
    const path = slidePathOf(patch) ?? patch.path;
    if (rule.kind === 'folder') return path.slice(0, path.lastIndexOf('/') + 1);
    if (rule.kind === 'tcga') return tcgaPatientIn(path) ?? path;
    return pattern?.firstIn(path) ?? path;
  };
}

/** The pattern of a rule; undefined where it has none, or one that cannot be used: an older version knew more. */
export async function patternOf(rule: SourceRule): Promise<Pattern | undefined> {
  if (rule.kind !== 'pattern' || rule.pattern === '') return undefined;
  await loadPatterns();
  try {
    return compilePattern(rule.pattern);
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'pattern-invalid') return undefined;
    throw thrown;
  }
}
