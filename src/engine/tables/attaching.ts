/** A table on its way to a collection, or one whose choices are being made anew. */
import { createStore } from 'zustand/vanilla';
import { AppError } from '../../base/errors.ts';
import type { Connection } from '../../base/rpc.ts';
import { type Naming, TABLE_LIMITS, type TableChoice, type TableColumn, type TableFacts } from '../../base/table.ts';
import { getCollection } from '../../library/collections.ts';
import { attachTable, changeTable, detachTable as detachStored, readTableFile } from '../../library/tables.ts';
import type { ImageNames, MatchOverview, TableOverview, TableReader } from '../../tables/table-reader.ts';
import { refreshCollections } from '../collection/collections-list.ts';
import { refreshOpenCollection } from '../collection/open-collection.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import type { FoundFile } from '../intake/intake.ts';
import { connectTableReader } from './connect-table-reader.ts';
import { idsOf, imageNamesOf } from './image-names.ts';

/** What is to be attached to the open collection. */
export interface Attaching {
  readonly collectionId: string;
  /** Undefined where an attached table's choices are changed. */
  readonly file?: File;
  /** The table that is replaced or changed. */
  readonly former?: TableFacts;
}

/** `serial` rises with each that is begun. */
export const attachingStore = createStore<{ readonly current: Attaching | undefined; readonly serial: number }>(() => ({
  current: undefined,
  serial: 0,
}));

/** Asks about a table before it is attached. */
export function startAttaching(attaching: Attaching): void {
  attachingStore.setState(({ serial }) => ({ current: attaching, serial: serial + 1 }));
}

export function endAttaching(): void {
  attachingStore.setState({ current: undefined });
}

/** Whether a file may be a table, by its name. */
export function isTableName(name: string): boolean {
  return /\.(csv|tsv|tab|txt)$/i.test(name);
}

/** A table that has been read, to be looked at and then attached. Ends with `close`. */
export interface OpenedTable {
  readonly overview: TableOverview;
  /** What seems right, or was chosen before of columns of the same headers. */
  readonly suggestion: TableChoice;
  match(naming: Naming): Promise<MatchOverview>;
  /** @throws AppError collection-missing, too-many-tables and the storage errors. */
  attach(choice: TableChoice): Promise<void>;
  close(): void;
}

/** Columns that hits show without anybody having said so. */
const SHOWN_AT_FIRST = 3;

/** @throws AppError what a table is refused for; table-damaged, file-unreadable, collection-missing; the signal's reason when aborted. */
export async function openTable(attaching: Attaching, signal: AbortSignal): Promise<OpenedTable> {
  const { collectionId, file, former } = attaching;
  const open = currentCollection(collectionId);
  if (!open) throw new AppError('collection-missing', collectionId);
  const { table } = open.patches;
  const names = imageNamesOf(table, idsOf(table));
  const connection = connectTableReader();
  try {
    const bytes = file ? await readFile(file) : await readTableFile(collectionId, former?.id ?? '');
    const kept = file && bytes.slice(0);
    const { overview, naming } = await look(connection, bytes, names, former);
    signal.throwIfAborted();
    return {
      overview,
      suggestion: { naming, columns: suggestColumns(overview, naming, former) },
      match: (tried) => connection.remote.match({ naming: tried, names }),
      attach: (choice) => store(choice, overview, kept),
      close: () => connection.destroy(),
    };
  } catch (thrown) {
    connection.destroy();
    throw thrown;
  }

  async function store(choice: TableChoice, { rows }: TableOverview, kept: ArrayBuffer | undefined): Promise<void> {
    const changed =
      file && kept
        ? await attachTable(collectionId, newFacts(choice, file.name, rows, kept.byteLength), kept, former?.id)
        : await changeTable(collectionId, former?.id ?? '', choice);
    refreshOpenCollection(changed);
    await refreshCollections();
  }
}

/** A table that lies beside images which are about to be indexed, and says something of them. */
export interface OfferedTable {
  readonly name: string;
  readonly overview: TableOverview;
  /** By what it names images: the header. */
  readonly namedBy: string;
  readonly matched: MatchOverview;
  /**
   * Attaches it, in place of a table of the same name.
   * @param folder Its images' folder in the collection; empty for the one that the collection was made from.
   * @throws AppError collection-missing, too-many-tables and the storage errors.
   */
  attachTo(collectionId: string, folder: string): Promise<void>;
}

/**
 * Looks into a table before there is a collection.
 * @param paths Of the images and slides that it may name.
 * @throws As `openTable` does.
 */
export async function offerTable(
  { path, open }: Pick<FoundFile, 'path' | 'open'>,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<OfferedTable> {
  const names = { paths, sources: paths };
  const connection = connectTableReader();
  try {
    const bytes = await readFile(await open());
    const kept = bytes.slice(0);
    const { overview, naming } = await look(connection, bytes, names);
    const matched = await connection.remote.match({ naming, names });
    signal.throwIfAborted();
    const columns = suggestColumns(overview, naming, undefined);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const attachTo = async (collectionId: string, folder: string) => {
      const choice = { naming: { ...naming, ...(folder !== '' && { below: folder }) }, columns };
      const { tables = [] } = await getCollection(collectionId);
      const facts = newFacts(choice, name, overview.rows, kept.byteLength);
      const former = tables.find((table) => table.name === name)?.id;
      refreshOpenCollection(await attachTable(collectionId, facts, kept, former));
      await refreshCollections();
    };
    return { name, overview, namedBy: overview.columns[naming.column]?.header ?? '', matched, attachTo };
  } finally {
    connection.destroy();
  }
}

async function look(
  { remote }: Connection<TableReader>,
  bytes: ArrayBuffer,
  names: ImageNames,
  former?: TableFacts,
): Promise<{ readonly overview: TableOverview; readonly naming: Naming }> {
  const overview = await remote.open({ bytes }, { transfer: [bytes] });
  const naming = formerNaming(overview, former) ?? (await remote.findNaming(names));
  if (!naming) throw new AppError('table-matches-nothing');
  return { overview, naming };
}

/** @throws AppError collection-missing and the storage errors. */
export async function detachTable(collectionId: string, tableId: string): Promise<void> {
  refreshOpenCollection(await detachStored(collectionId, tableId));
  await refreshCollections();
}

async function readFile(file: File): Promise<ArrayBuffer> {
  if (file.size > TABLE_LIMITS.bytes) throw new AppError('table-too-large', `${file.size} bytes`);
  if (file.size === 0) throw new AppError('file-empty');
  try {
    return await file.arrayBuffer();
  } catch (thrown) {
    throw new AppError('file-unreadable', thrown instanceof Error ? thrown.message : '', { cause: thrown });
  }
}

function newFacts({ naming, columns }: TableChoice, name: string, rows: number, bytes: number): TableFacts {
  return { id: crypto.randomUUID(), name, rows, bytes, attachedAt: Date.now(), naming, columns };
}

function formerNaming({ columns }: TableOverview, former: TableFacts | undefined): Naming | undefined {
  const header = former?.columns[former.naming.column]?.header;
  const column = columns.findIndex((each) => each.header === header);
  return former && column >= 0 ? { ...former.naming, column } : undefined;
}

function suggestColumns(overview: TableOverview, naming: Naming, former: TableFacts | undefined): TableColumn[] {
  let shown = 0;
  return overview.columns.map(({ header, type }, at) => {
    const before = former?.columns.find((column) => column.header === header);
    if (before) return before;
    const isNaming = at === naming.column;
    const saysLittle = isNaming || type === 'text' || type === 'identifier';
    const isShown = !former && !saysLittle && shown++ < SHOWN_AT_FIRST;
    return { header, type: isNaming && type !== 'text' ? 'identifier' : type, isShown };
  });
}
