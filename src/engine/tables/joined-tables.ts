/** The columns of a collection's tables, joined to its patches and kept in step with both. */
import { createStore } from 'zustand/vanilla';
import { type ErrorReport, isAbort, toErrorReport } from '../../base/errors.ts';
import type { Connection } from '../../base/rpc.ts';
import type { TableFacts } from '../../base/table.ts';
import { CategoryColumn } from '../../columns/category-column.ts';
import { NumberColumn } from '../../columns/number-column.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import { type JoinedColumn, joinedColumns } from '../../columns/table-columns.ts';
import { readTableFile } from '../../library/tables.ts';
import type { ColumnValues, TableReader } from '../../tables/table-reader.ts';
import { connectTableReader } from './connect-table-reader.ts';
import { idsOf, imageNamesOf } from './image-names.ts';

/** Why tables of the open collection could not be read, by their id. */
export const tableErrorsStore = createStore<{ readonly errors: ReadonlyMap<string, ErrorReport> }>(() => ({
  errors: new Map(),
}));

interface Joined {
  readonly facts: TableFacts;
  readonly columns: readonly JoinedColumn[];
  /** All by which its values differ: another one is read anew. */
  readonly signature: string;
  readonly connection: Connection<TableReader>;
  /** What was asked of its reader last: one thing after the other. */
  last: Promise<void>;
}

export class JoinedTables {
  readonly #table: PatchTable;
  readonly #onChange: () => void;
  readonly #joined = new Map<string, Joined>();

  /** @param onChange Called whenever the table has other columns, or they say something else. */
  constructor(table: PatchTable, onChange: () => void) {
    this.#table = table;
    this.#onChange = onChange;
  }

  /** Joins tables that are new or were changed, and takes out those that are gone. */
  follow(tables: readonly TableFacts[] = []): void {
    const columns = joinedColumns(tables);
    const wanted = tables.map((facts) => {
      const own = columns.filter(({ tableId }) => tableId === facts.id);
      const signature = JSON.stringify([facts.naming, own.map(({ name, type }) => [name, type])]);
      return { facts, columns: own, signature };
    });
    for (const { facts, signature } of this.#joined.values()) {
      if (!wanted.some((each) => each.facts.id === facts.id && each.signature === signature)) this.#leave(facts.id);
    }
    for (const each of wanted) if (!this.#joined.has(each.facts.id)) this.#join(each);
  }

  /** Finds what the tables say of patches that are new. */
  describe(ids: Uint32Array): void {
    for (const joined of this.#joined.values()) this.#ask(joined, () => this.#describe(joined, ids));
  }

  /** The row of a table that says something of a patch, as it stands there; undefined where there is none. */
  async rowOf(tableId: string, patchId: number): Promise<readonly string[] | undefined> {
    const joined = this.#joined.get(tableId);
    const { paths, sources } = imageNamesOf(this.#table, [patchId]);
    const [path, source] = [paths[0], sources[0]];
    if (!joined || path === undefined || source === undefined) return undefined;
    await joined.last;
    return joined.connection.remote.rowOf({ choice: joined.facts, path, source });
  }

  /** Resolves when all that was asked of the tables is answered, or has failed. */
  get settled(): Promise<unknown> {
    return Promise.all([...this.#joined.values()].map(({ last }) => last));
  }

  close(): void {
    for (const { connection } of this.#joined.values()) connection.destroy();
    this.#joined.clear();
    tableErrorsStore.setState({ errors: new Map() });
  }

  #join(wanted: Pick<Joined, 'facts' | 'columns' | 'signature'>): void {
    const joined: Joined = { ...wanted, connection: connectTableReader(), last: Promise.resolve() };
    const { id } = joined.facts;
    this.#joined.set(id, joined);
    this.#ask(joined, async () => {
      const bytes = await readTableFile(this.#table.collectionId, id);
      await joined.connection.remote.open({ bytes }, { transfer: [bytes] });
      const ids = idsOf(this.#table);
      const values = await this.#valuesOf(joined, ids);
      if (!this.#isJoined(joined)) return;
      for (const each of values) this.#table.join(nameOf(joined, each), columnOf(each, ids, this.#table));
      this.#onChange();
    });
  }

  #leave(id: string): void {
    const joined = this.#joined.get(id);
    if (!joined) return;
    this.#joined.delete(id);
    joined.connection.destroy();
    for (const { name } of joined.columns) this.#table.leave(name);
    noteError(id, undefined);
    this.#onChange();
  }

  async #describe(joined: Joined, ids: Uint32Array): Promise<void> {
    const values = await this.#valuesOf(joined, ids);
    if (!this.#isJoined(joined)) return;
    for (const each of values) {
      const column = this.#table.column(nameOf(joined, each));
      for (const [at, id] of ids.entries()) if (this.#table.has(id)) setValue(column, id, each, at);
    }
    this.#table.noteJoined(ids);
    this.#onChange();
  }

  #valuesOf({ connection, facts }: Joined, ids: Uint32Array): Promise<ColumnValues[]> {
    return connection.remote.valuesOf({ choice: facts, names: imageNamesOf(this.#table, ids) });
  }

  #isJoined(joined: Joined): boolean {
    return this.#joined.get(joined.facts.id) === joined;
  }

  #ask(joined: Joined, work: () => Promise<void>): void {
    joined.last = joined.last.then(work).catch((thrown) => {
      if (this.#isJoined(joined) && !isAbort(thrown)) noteError(joined.facts.id, toErrorReport(thrown));
    });
  }
}

function noteError(id: string, error: ErrorReport | undefined): void {
  const errors = new Map(tableErrorsStore.getState().errors);
  if (error) errors.set(id, error);
  else errors.delete(id);
  tableErrorsStore.setState({ errors });
}

function nameOf({ columns }: Joined, { header }: ColumnValues): string {
  return columns.find((column) => column.header === header)?.name ?? header;
}

/** @param ids Of the values in their order; those that have gone meanwhile get none. */
function columnOf(values: ColumnValues, ids: Uint32Array, table: PatchTable): CategoryColumn | NumberColumn {
  const here = (id: number) => table.has(id);
  if (values.kind === 'number') {
    const all = new Float64Array(table.end).fill(Number.NaN);
    for (const [at, id] of ids.entries()) if (here(id)) all[id] = values.values[at] ?? Number.NaN;
    return NumberColumn.of(all);
  }
  const codes = new Uint32Array(table.end);
  for (const [at, id] of ids.entries()) if (here(id)) codes[id] = values.codes[at] ?? 0;
  return CategoryColumn.of(values.words, codes);
}

function setValue(
  column: CategoryColumn | NumberColumn | undefined,
  id: number,
  values: ColumnValues,
  at: number,
): void {
  if (column?.kind === 'category' && values.kind === 'category') {
    const word = values.words[values.codes[at] ?? 0];
    if (word === undefined) column.clear(id);
    else column.set(id, word);
  } else if (column?.kind === 'number' && values.kind === 'number') {
    column.set(id, values.values[at] ?? Number.NaN);
  }
}
