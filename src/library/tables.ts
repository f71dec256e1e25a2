/**
 * Tables attached to a collection. What is said of them lies in the collection's record, their cells, as their file has
 * them, apart: both come and go in one transaction, so that a killed tab leaves the whole table or none of it.
 */
import { AppError } from '../base/errors.ts';
import { TABLE_LIMITS, type TableChoice, type TableFacts } from '../base/table.ts';
import { requireCollection } from './collections.ts';
import type { CollectionRecord } from './schema.ts';
import { seal, sealTable, unsealTable } from './seal.ts';
import { transact } from './transact.ts';

type Edit = (tables: readonly TableFacts[]) => readonly TableFacts[];

/**
 * Attaches a table, in the place of another one where `replaced` says which.
 * @throws AppError collection-missing, collection-damaged, too-many-tables, storage-full and the other storage errors.
 */
export function attachTable(
  collectionId: string,
  table: TableFacts,
  bytes: ArrayBuffer,
  replaced?: string,
): Promise<CollectionRecord> {
  return edit(
    collectionId,
    (tables) => {
      const added = tables.some(({ id }) => id === replaced)
        ? tables.map((each) => (each.id === replaced ? table : each))
        : [...tables, table];
      if (added.length > TABLE_LIMITS.tables) throw new AppError('too-many-tables');
      return added;
    },
    { collectionId, id: table.id, bytes },
  );
}

/** Settles anew what its columns are and which of them names images. */
export function changeTable(collectionId: string, tableId: string, choice: TableChoice): Promise<CollectionRecord> {
  return edit(collectionId, (tables) => tables.map((each) => (each.id === tableId ? { ...each, ...choice } : each)));
}

export function detachTable(collectionId: string, tableId: string): Promise<CollectionRecord> {
  return edit(collectionId, (tables) => tables.filter(({ id }) => id !== tableId));
}

/** The file of a table. @throws AppError table-damaged when it has changed or is gone, and the storage errors. */
export async function readTableFile(collectionId: string, tableId: string): Promise<ArrayBuffer> {
  const stored = await transact(['tables'], 'readonly', (transaction) =>
    transaction.objectStore('tables').get([collectionId, tableId]),
  );
  const table = stored && unsealTable(stored);
  if (!table) throw new AppError('table-damaged', tableId);
  return table.bytes;
}

/** Stores the file of a table for a collection that is being restored, which shows its tables once it is whole. */
export function restoreTableFile(collectionId: string, tableId: string, bytes: ArrayBuffer): Promise<void> {
  return transact(['tables'], 'readwrite', async (transaction) => {
    await transaction.objectStore('tables').put(sealTable({ collectionId, id: tableId, bytes }));
  });
}

function edit(collectionId: string, change: Edit, added?: Parameters<typeof sealTable>[0]): Promise<CollectionRecord> {
  const sealed = added && sealTable(added);
  return transact(['collections', 'tables'], 'readwrite', async (transaction) => {
    const { tables: before = [], ...collection } = await requireCollection(transaction, collectionId);
    const tables = change(before);
    const edited: CollectionRecord = { ...collection, ...(tables.length > 0 && { tables }) };
    const files = transaction.objectStore('tables');
    const gone = before.filter(({ id }) => !tables.some((each) => each.id === id));
    await transaction.objectStore('collections').put(seal(edited));
    for (const { id } of gone) await files.delete([collectionId, id]);
    if (sealed) await files.put(sealed);
    return edited;
  });
}
