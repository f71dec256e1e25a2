import { numbersBetween, numbersFrom } from './key-ranges.ts';
import type { GramscopeSchema } from './schema.ts';
import { transact } from './transact.ts';

/** Stores whose records lie under `[collectionId, id of the patch]`. */
type PatchStore = 'patches' | 'thumbnails' | 'colours';

type RecordOf<Store extends PatchStore> = GramscopeSchema[Store]['value'];

/**
 * A collection's records of a store in id order, up to `size` at a time; the next ones are read while these are worked on. Ids
 * may have gaps of any width, as deleted patches leave them: a short page is not the last one. A collection that is not there
 * has none.
 */
export async function* readPages<Store extends PatchStore>(
  store: Store,
  collectionId: string,
  size: number,
): AsyncGenerator<RecordOf<Store>[]> {
  let reading: Promise<Page<Store>> | undefined = readPage(store, collectionId, 0, size);
  while (reading) {
    const { records, next }: Page<Store> = await reading;
    reading = next === undefined ? undefined : readPage(store, collectionId, next, size);
    // Whoever goes on gets the failure; when nobody does, it does not matter.
    reading?.catch(() => {});
    if (records.length > 0) yield records;
  }
}

interface Page<Store extends PatchStore> {
  readonly records: RecordOf<Store>[];
  /** The first id behind the page that has a record; undefined when there is none. */
  readonly next: number | undefined;
}

function readPage<Store extends PatchStore>(
  name: Store,
  collectionId: string,
  first: number,
  size: number,
): Promise<Page<Store>> {
  return transact([name], 'readonly', async (transaction) => {
    const store = transaction.objectStore(name);
    const [records, nextKey] = await Promise.all([
      store.getAll(numbersBetween(collectionId, first, first + size)),
      store.getKey(numbersFrom(collectionId, first + size)),
    ]);
    return { records, next: nextKey?.[1] };
  });
}
