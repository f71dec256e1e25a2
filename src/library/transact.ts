import type { IDBPTransaction, StoreNames } from 'idb';
import { openDatabase } from './open-database.ts';
import type { GramscopeSchema } from './schema.ts';
import { toStorageError } from './storage-error.ts';

export type StoreName = StoreNames<GramscopeSchema>;

export type Transaction<Name extends StoreName, Mode extends 'readonly' | 'readwrite'> = IDBPTransaction<
  GramscopeSchema,
  Name[],
  Mode
>;

/**
 * Runs `work` in one transaction and resolves once it is committed. When anything fails, nothing of it is stored.
 * `work` may await only requests of its transaction, or the browser commits it half done.
 * @throws AppError storage-full, storage-failed, what openDatabase throws, and whatever `work` throws.
 */
export async function transact<Name extends StoreName, Mode extends 'readonly' | 'readwrite', Result>(
  stores: Name[],
  mode: Mode,
  work: (transaction: Transaction<Name, Mode>) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase();
  try {
    // Relaxed: a power cut may cost the last seconds, never the consistency; strict would flush the disk for every batch.
    const transaction = database.transaction(stores, mode, { durability: 'relaxed' });
    return await complete(transaction, work(transaction));
  } catch (thrown) {
    throw toStorageError(thrown, 'storage-failed');
  }
}

async function complete<Result>(
  transaction: { done: Promise<void>; error: DOMException | null; abort(): void },
  work: Promise<Result>,
): Promise<Result> {
  const ended = transaction.done.catch(() => undefined);
  try {
    const result = await work;
    await transaction.done;
    return result;
  } catch (thrown) {
    abortIfRunning(transaction);
    await ended;
    // Requests cut off by a full disk only say AbortError; the transaction knows why.
    throw transaction.error ?? thrown;
  }
}

function abortIfRunning(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself: there is nothing left to undo.
  }
}
