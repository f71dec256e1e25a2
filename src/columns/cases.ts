/** Which case each patch of a collection belongs to: what is told by paths, or by a column of an attached table. */
import { inSlices } from '../base/in-slices.ts';
import type { CollectionRecord, SourceRule } from '../library/schema.ts';
import { sourceNamer } from '../library/sources.ts';
import { CASE_COLUMN } from './case-column.ts';
import type { PatchTable } from './patch-table.ts';
import { joinedColumns, wordsOf } from './table-columns.ts';

/** What is known of a collection that makes cases. */
export type CaseFacts = Pick<CollectionRecord, 'sourceRule' | 'cutRule' | 'tables'>;

/** Names the case of a patch that is there. */
export type NameCase = (id: number) => string;

/** The names of some patches' cases: that of patch `ids[i]` is `words[codes[i]]`. */
export interface NamedCases {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly codes: Uint32Array<ArrayBuffer>;
  readonly words: readonly string[];
}

/**
 * What names cases in a table of patches. Of a column that says nothing of a patch, or is not there, the patch's file or slide
 * is its case.
 */
export async function caseNamer(table: PatchTable, { sourceRule, tables }: CaseFacts): Promise<NameCase> {
  const byPath = await sourceNamer(sourceRule);
  const column = sourceRule.kind === 'column' ? columnOf(sourceRule, tables) : undefined;
  return (id) => {
    const told = column && wordsOf(table, column, id);
    if (told !== undefined) return told;
    const area = table.areaAt(id);
    return byPath({ path: table.pathAt(id) ?? '', ...(area && { area }) });
  };
}

function columnOf({ column }: Extract<SourceRule, { kind: 'column' }>, tables: CaseFacts['tables']) {
  return joinedColumns(tables).find(({ name }) => name === column);
}

/** @throws The signal's reason when aborted. */
export async function nameCases(
  table: PatchTable,
  facts: CaseFacts,
  ids: Uint32Array,
  signal: AbortSignal,
): Promise<NamedCases> {
  const nameOf = await caseNamer(table, facts);
  const numbers = new Map<string, number>();
  const here = ids.filter((id) => table.has(id));
  const codes = new Uint32Array(here.length);
  await inSlices(
    here,
    (id, at) => {
      const name = nameOf(id);
      const number = numbers.get(name) ?? numbers.size;
      numbers.set(name, number);
      codes[at] = number;
    },
    signal,
  );
  return { ids: new Uint32Array(here), codes, words: [...numbers.keys()] };
}

/** The case of each patch by its path, as it was told the table; empty where patches make none. */
export function casesByPath(table: PatchTable): Map<string, string> {
  return wordsByPath(table, CASE_COLUMN);
}

/** What a column of words says of each patch, by its path. */
export function wordsByPath(table: PatchTable, name: string): Map<string, string> {
  const column = table.column(name);
  const words = new Map<string, string>();
  for (let id = 0; column?.kind === 'category' && id < table.end; id++) {
    const [path, word] = [table.pathAt(id), column.wordAt(id)];
    if (path !== undefined && word !== undefined) words.set(path, word);
  }
  return words;
}
