import { setRunTotal } from '../../library/collections.ts';
import { readKnownFiles } from '../../library/patches.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { putSlide, readSlides } from '../../library/slides.ts';
import { patchReaders } from '../decoding/patch-reader-pool.ts';
import { slideReaders } from '../decoding/slide-reader-pool.ts';
import type { Intake } from '../intake/intake.ts';
import { defaultCut } from '../slides/default-cut.ts';
import { slideInspector } from '../slides/inspect-slides.ts';
import { type ReadItem, readFile } from './read-files.ts';
import { SlideItems } from './read-slides.ts';
import type { RunItems } from './run.ts';

/**
 * Everything of an intake that a run into `collection` is to read: images first, then slide after slide.
 * @param onTotal Called when more is known of how many patches there are.
 */
export async function itemsOf(
  { id: collectionId, profile, cutRule }: CollectionRecord,
  { files, slides }: Intake,
  signal: AbortSignal,
  onTotal: (total: number) => void,
): Promise<RunItems> {
  const { size } = profile;
  const known = await readKnownFiles(collectionId);
  const stored = new Map((await readSlides(collectionId)).map((slide) => [slide.path, slide]));
  const slideItems = new SlideItems(slides, {
    rule: cutRule ?? defaultCut(size),
    size,
    known,
    stored,
    readers: slideReaders(),
    inspector: slideInspector(),
    store: (slide) => putSlide({ ...slide, collectionId }),
    onPlanned: () => onTotal(all.total),
    signal,
  });
  const all: RunItems = {
    get total() {
      return files.length + slideItems.total;
    },
    async *items(): AsyncGenerator<ReadItem> {
      for (const file of files) yield () => readFile(file, known, patchReaders(), size, signal);
      yield* slideItems.items();
    },
  };
  if (slides.length > 0) {
    // Only what is offered after a reload reads it; the run itself tells when the collection cannot be changed any more.
    slideItems
      .allPlanned()
      .then(() => setRunTotal(collectionId, all.total))
      .catch(() => {});
  }
  return all;
}
