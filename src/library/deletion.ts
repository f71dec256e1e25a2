/**
 * How a collection goes. To delete it is to mark its record: it is gone from every list at once, even if the tab is killed.
 * What belongs to it is removed afterwards, in short transactions between those of others, and the record last: as long as
 * anything is left, the next start knows of it.
 */
import { AppError } from '../base/errors.ts';
import { findCollection, readAllCollections } from './collections.ts';
import { numbersBetween, wholeCollection } from './key-ranges.ts';
import { seal } from './seal.ts';
import { transact } from './transact.ts';

/**
 * Records removed in one transaction, which others wait for: about 0.2 s. Segments have about 1 MiB each. What lies loose goes
 * before blocks: it may just be moved into them.
 */
const AT_ONCE = {
  patches: 1_000,
  thumbnails: 1_000,
  colours: 1_000,
  thumbnailBlocks: 250,
  colourBlocks: 250,
  segments: 50,
} as const;

type Numbered = keyof typeof AT_ONCE;

/**
 * Deletes a collection; `removeDeleted` removes what belongs to it.
 * @throws AppError collection-missing and the storage errors.
 */
export function deleteCollection(id: string): Promise<void> {
  return markingAsDeleted(id, () =>
    transact(['collections'], 'readwrite', async (transaction) => {
      const collection = await findCollection(transaction, id);
      await transaction.objectStore('collections').put(seal({ ...collection, deleted: true }));
    }),
  );
}

/** Runs what marks the collection. A full disk has no room for the mark: all that belongs to the collection goes first then. */
export async function markingAsDeleted(id: string, mark: () => Promise<void>): Promise<void> {
  try {
    await mark();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'storage-full') throw thrown;
    await removeAll(id);
  }
}

/**
 * Removes what belongs to collections that were deleted. Two tabs may do so at once, to no harm and no use.
 * @throws AppError storage-failed; the signal's reason when aborted. What is left stays for the next time.
 */
export async function removeDeleted(signal?: AbortSignal): Promise<void> {
  for (const { id, deleted, restoring } of await readAllCollections()) {
    if (deleted && !restoring) await removeAll(id, signal);
  }
}

async function removeAll(id: string, signal?: AbortSignal): Promise<void> {
  for (const store of Object.keys(AT_ONCE) as Numbered[]) await removeNumbered(store, id, signal);
  await transact(
    ['collections', 'slides', 'failures', 'bin', 'tables', 'lenses', 'sets'],
    'readwrite',
    async (transaction) => {
      await transaction.objectStore('bin').delete(wholeCollection(id));
      await transaction.objectStore('slides').delete(wholeCollection(id));
      await transaction.objectStore('tables').delete(wholeCollection(id));
      await transaction.objectStore('lenses').delete(id);
      await transaction.objectStore('sets').delete(wholeCollection(id));
      await transaction.objectStore('failures').delete(wholeCollection(id));
      await transaction.objectStore('collections').delete(id);
    },
  );
}

/**
 * Removes the records of a store, some numbers at a time. Where they begin and end is looked for once: looking anew each time
 * passes over all that was removed before, which grows with the square of a collection. The next ones are requested before the
 * last are gone, so that the database has no time to rest.
 */
async function removeNumbered(store: Numbered, id: string, signal?: AbortSignal): Promise<void> {
  const { first, end } = await findBounds(store, id);
  let removing: Promise<unknown> = Promise.resolve();
  for (let from = first; from < end; from += AT_ONCE[store]) {
    if (signal?.aborted) break;
    const next = transact([store], 'readwrite', (transaction) =>
      transaction.objectStore(store).delete(numbersBetween(id, from, from + AT_ONCE[store])),
    );
    // Awaited in its turn: it must not count as unhandled where the one before fails.
    next.catch(() => {});
    await removing;
    removing = next;
  }
  // When it is stopped, too: nothing is being removed any more then.
  await removing;
  signal?.throwIfAborted();
}

/** The first number of a collection in a store, and the one behind the last. */
function findBounds(store: Numbered, id: string): Promise<{ first: number; end: number }> {
  return transact([store], 'readonly', async (transaction) => {
    const records = transaction.objectStore(store);
    const [first, last] = await Promise.all([
      records.getKey(wholeCollection(id)),
      records.openKeyCursor(wholeCollection(id), 'prev'),
    ]);
    return { first: first?.[1] ?? 0, end: last ? last.key[1] + 1 : 0 };
  });
}
