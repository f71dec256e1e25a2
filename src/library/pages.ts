import { BLOCK_STORES, type BlockKind, nextRow, readSpan } from './blocks.ts';
import { numbersBetween, numbersFrom } from './key-ranges.ts';
import type { ColourRecord, PatchRecord, ThumbnailRecord } from './schema.ts';
import { transact } from './transact.ts';

/** What lies under ids from `first` up to, not including, `end`, in order. */
interface Page<Kind> {
  readonly records: readonly Kind[];
  /** The first id from `end` on that may have a record; undefined when there is none. */
  readonly next: number | undefined;
}

type ReadPage<Kind> = (first: number, end: number) => Promise<Page<Kind>>;

/**
 * A collection's patches in id order, up to `size` at a time; the next ones are read while these are worked on. Ids may have gaps
 * of any width, as deleted patches leave them: a short page is not the last one. A collection that is not there has none.
 */
export function readPatchPages(collectionId: string, size: number): AsyncGenerator<readonly PatchRecord[]> {
  return readPages(size, (first, end) =>
    transact(['patches'], 'readonly', async (transaction) => {
      const store = transaction.objectStore('patches');
      const [records, next] = await Promise.all([
        store.getAll(numbersBetween(collectionId, first, end)),
        store.getKey(numbersFrom(collectionId, end)),
      ]);
      return { records, next: next?.[1] };
    }),
  );
}

/** The same of its thumbnails or colours. */
export function readRowPages<Kind extends ThumbnailRecord | ColourRecord>(
  kind: BlockKind<Kind>,
  collectionId: string,
  size: number,
): AsyncGenerator<readonly Kind[]> {
  return readPages(size, (first, end) =>
    transact([...BLOCK_STORES], 'readonly', async (transaction) => {
      const [records, next] = await Promise.all([
        readSpan(transaction, kind, collectionId, first, end),
        nextRow(transaction, kind, collectionId, end),
      ]);
      return { records, next };
    }),
  );
}

async function* readPages<Kind>(size: number, readPage: ReadPage<Kind>): AsyncGenerator<readonly Kind[]> {
  let reading: Promise<Page<Kind>> | undefined = readPage(0, size);
  while (reading) {
    const { records, next }: Page<Kind> = await reading;
    reading = next === undefined ? undefined : readPage(next, next + size);
    // Whoever goes on gets the failure; when nobody does, it does not matter.
    reading?.catch(() => {});
    if (records.length > 0) yield records;
  }
}
