import { requireCollection } from './collections.ts';
import { wholeCollection } from './key-ranges.ts';
import { readSlideRecord } from './read-records.ts';
import type { SlideRecord } from './schema.ts';
import { seal } from './seal.ts';
import { damagedFile } from './set-aside.ts';
import { transact } from './transact.ts';

/**
 * The slides that a collection's patches were cut from, by path. Damaged ones are reported and left out: dropped again, they
 * are stored anew. A collection that is not there has none.
 */
export async function readSlides(collectionId: string): Promise<SlideRecord[]> {
  return soundSlides(
    await transact(['slides'], 'readonly', (transaction) =>
      transaction.objectStore('slides').getAll(wholeCollection(collectionId)),
    ),
  );
}

/** The slide at `path`, if patches were cut from it and its record is whole. */
export async function readSlide(collectionId: string, path: string): Promise<SlideRecord | undefined> {
  const slide = await transact(['slides'], 'readonly', (transaction) =>
    transaction.objectStore('slides').get([collectionId, path]),
  );
  return slide && (await soundSlides([slide]))[0];
}

async function soundSlides(slides: readonly SlideRecord[]): Promise<SlideRecord[]> {
  const damaged = slides.filter((slide) => !readSlideRecord(slide));
  if (damaged.length > 0) {
    await transact(['failures'], 'readwrite', async (transaction) => {
      await Promise.all(damaged.map((slide) => transaction.objectStore('failures').put(damagedFile(slide))));
    });
  }
  return slides.flatMap((slide) => readSlideRecord(slide) ?? []);
}

/**
 * Stores a slide before the first of its patches, in place of what was known of it; a former failure to read it is cleared.
 * @throws AppError collection-missing and the storage errors.
 */
export function putSlide(slide: SlideRecord): Promise<void> {
  return transact(['collections', 'slides', 'failures'], 'readwrite', async (transaction) => {
    const { collectionId, path } = slide;
    await requireCollection(transaction, collectionId);
    await transaction.objectStore('slides').put(seal(slide));
    await transaction.objectStore('failures').delete([collectionId, path]);
  });
}
