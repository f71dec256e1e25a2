import type { TableColumn, TableFacts } from '../base/table.ts';
import { CASE_COLUMN } from './case-column.ts';
import type { PatchTable } from './patch-table.ts';

/** A column of an attached table, under the name by which `PatchTable` has it. */
export interface JoinedColumn extends TableColumn {
  readonly name: string;
  readonly tableId: string;
  /** Its place in its table, from 0. */
  readonly at: number;
}

/** What the gallery and a `PatchTable` call their own. */
const TAKEN = ['added', 'path', 'label', 'folder', 'slide', CASE_COLUMN] as const;

/** All columns of all tables, each under a name of its own: its header, and the table's name behind one that is taken. */
export function joinedColumns(tables: readonly TableFacts[] = []): JoinedColumn[] {
  const taken = new Set<string>(TAKEN);
  return tables.flatMap((table) =>
    table.columns.map((column, at) => {
      const wanted = taken.has(column.header) ? `${column.header} (${table.name})` : column.header;
      let name = wanted;
      for (let number = 2; taken.has(name); number++) name = `${wanted} (${number})`;
      taken.add(name);
      return { ...column, name, tableId: table.id, at };
    }),
  );
}

/** Those that patches can be narrowed down by. */
export function isCategory({ type }: TableColumn): boolean {
  return type === 'category';
}

/** What a column says of a patch, in words; undefined where it says nothing, or its table is still being read. */
export function wordsOf(table: PatchTable, { name, type }: JoinedColumn, patchId: number): string | undefined {
  const column = table.column(name);
  if (column?.kind === 'category') return column.wordAt(patchId);
  const value = column?.valueAt(patchId) ?? Number.NaN;
  if (Number.isNaN(value)) return undefined;
  return type === 'date' ? new Date(value).toISOString().slice(0, 10) : String(value);
}
