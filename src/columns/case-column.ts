import type { CollectionRecord, SourceRule } from '../library/schema.ts';

/**
 * The name under which a `PatchTable` has the case of each patch, where the collection's rule makes cases. No header begins like
 * this by chance, and one that does gets another name.
 */
export const CASE_COLUMN = ':case';

/** Whether patches make cases at all: an image that is nothing but itself is none. */
export function makesCases({ sourceRule, cutRule }: Pick<CollectionRecord, 'sourceRule' | 'cutRule'>): boolean {
  return sourceRule.kind !== 'file' || cutRule !== undefined;
}

/** What one case is called where the rule makes them; a slide where only that is known. */
export function caseWord({ kind }: SourceRule): 'slide' | 'folder' | 'case' {
  if (kind === 'file') return 'slide';
  return kind === 'folder' ? 'folder' : 'case';
}
