import { requireCollection } from './collections.ts';
import { wholeCollection } from './key-ranges.ts';
import type { SlideRecord } from './schema.ts';
import { transact } from './transact.ts';

/** The slides that a collection's patches were cut from, by path. A collection that is not there has none. */
export function readSlides(collectionId: string): Promise<SlideRecord[]> {
  return transact(['slides'], 'readonly', (transaction) =>
    transaction.objectStore('slides').getAll(wholeCollection(collectionId)),
  );
}

/** The slide at `path`, if patches were cut from it. */
export function readSlide(collectionId: string, path: string): Promise<SlideRecord | undefined> {
  return transact(['slides'], 'readonly', (transaction) => transaction.objectStore('slides').get([collectionId, path]));
}

/**
 * Stores a slide before the first of its patches, in place of what was known of it; a former failure to read it is cleared.
 * @throws AppError collection-missing and the storage errors.
 */
export function putSlide(slide: SlideRecord): Promise<void> {
  return transact(['collections', 'slides', 'failures'], 'readwrite', async (transaction) => {
    const { collectionId, path } = slide;
    await requireCollection(transaction, collectionId);
    await transaction.objectStore('slides').put(slide);
    await transaction.objectStore('failures').delete([collectionId, path]);
  });
}
