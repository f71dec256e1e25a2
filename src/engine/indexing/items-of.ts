import type { ErrorReport } from '../../base/errors.ts';
import { setRunTotal, setStains } from '../../library/collections.ts';
import { readColoursOf, readKnownFiles } from '../../library/patches.ts';
import type { CollectionRecord, StainGroup } from '../../library/schema.ts';
import { putSlide, readSlides } from '../../library/slides.ts';
import { patchReaders } from '../decoding/patch-reader-pool.ts';
import { slideReaders } from '../decoding/slide-reader-pool.ts';
import type { FoundFile, Intake } from '../intake/intake.ts';
import { defaultCut } from '../slides/default-cut.ts';
import { slideInspector } from '../slides/inspect-slides.ts';
import { estimateGroups, stainGrouper, toldStains } from '../stains/stain-groups.ts';
import { type ReadItem, readFile } from './read-files.ts';
import { SlideItems } from './read-slides.ts';
import type { RunItems } from './run.ts';

/**
 * Everything of an intake that a run into `collection` is to read: images first, then slide after slide.
 * @param onTotal Called when more is known of how many patches there are.
 */
export async function itemsOf(
  collection: CollectionRecord,
  { files, slides }: Intake,
  signal: AbortSignal,
  onTotal: (total: number) => void,
): Promise<RunItems> {
  const { id: collectionId, profile, cutRule, sourceRule, unfinished } = collection;
  const { size } = profile;
  const groups = profile.stain ? await settleStains(collection, files, signal) : [];
  const stainsByGroup = new Map(groups.map(({ name, stains }) => [name, toldStains(stains)]));
  const groupOf = await stainGrouper(sourceRule);
  const known = await readKnownFiles(collectionId, !unfinished?.bringsBack);
  const hashOf = async (id: number) => (await readColoursOf(collectionId, [id])).get(id)?.pixelHash;
  const stored = new Map((await readSlides(collectionId)).map((slide) => [slide.path, slide]));
  const slideItems = new SlideItems(slides, {
    rule: cutRule ?? defaultCut(size),
    size,
    known,
    stored,
    readers: slideReaders(),
    normalises: profile.stain !== undefined,
    inspector: slideInspector(),
    store: (slide) => putSlide({ ...slide, collectionId }),
    onPlanned: () => onTotal(all.total),
    signal,
  });
  const all: RunItems = {
    notices: groups.filter(({ stains }) => typeof stains === 'string').map(stainNotice),
    get total() {
      return files.length + slideItems.total;
    },
    async *items(): AsyncGenerator<ReadItem> {
      for (const file of files) {
        const wanted = { size, stains: stainsByGroup.get(groupOf(file.path)) };
        yield () => readFile(file, { known, hashOf }, patchReaders(), wanted, signal);
      }
      yield* slideItems.items();
      await totalStored;
    },
  };
  // For what is offered after a reload.
  const totalStored =
    slides.length > 0
      ? slideItems.allPlanned().then(() => (signal.aborted ? undefined : setRunTotal(collectionId, all.total)))
      : undefined;
  // The run awaits it, and stops with what went wrong.
  totalStored?.catch(() => {});
  return all;
}

/** The stains of all groups that the files belong to; estimated once, so that images that come later are treated in the same way. */
async function settleStains(
  { id, sourceRule, stains = [] }: CollectionRecord,
  files: readonly FoundFile[],
  signal: AbortSignal,
): Promise<readonly StainGroup[]> {
  const settled = await estimateGroups(files, sourceRule, stains, patchReaders(), signal);
  await setStains(id, settled);
  return settled;
}

function stainNotice({ name, stains }: StainGroup): ErrorReport {
  return { code: 'stains-not-told', detail: [name, stains].filter(Boolean).join(': ') };
}
