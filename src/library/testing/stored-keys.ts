import { openDatabase } from '../open-database.ts';
import { transact } from '../transact.ts';

/** The keys of all that is stored, store by store. */
export async function storedKeys(): Promise<unknown> {
  const stores = [...(await openDatabase()).objectStoreNames];
  return transact(stores, 'readonly', (transaction) =>
    Promise.all(stores.map((store) => transaction.objectStore(store).getAllKeys())),
  );
}
