import type { Stains } from '../../base/stains.ts';
import { getCollection } from '../../library/collections.ts';
import { readSlides } from '../../library/slides.ts';
import { patchReaders } from '../decoding/patch-reader-pool.ts';
import { meanStains, toldStains } from './stain-groups.ts';

/** The stains that an image from outside is normalised with. */
export interface ChosenStains {
  readonly of: 'image' | 'collection' | 'nobody';
  readonly stains: Stains | undefined;
}

/** An image of so many pixels is a field with several kinds of tissue: its own stains can be estimated. */
const FIELD_PIXELS = 1_000_000;

/** Its own where it is large enough and has two, otherwise those of the collection that it is compared with. */
export async function chooseStains(file: File, collectionId: string, signal: AbortSignal): Promise<ChosenStains> {
  const pixels = await patchReaders().samplePixels(file, FIELD_PIXELS, signal);
  if (pixels.length / 3 === FIELD_PIXELS) {
    const own = toldStains(await patchReaders().estimateStains(pixels, signal));
    if (own) return { of: 'image', stains: own };
  }
  const { stains: groups = [] } = await getCollection(collectionId);
  const slides = await readSlides(collectionId);
  const stains = meanStains([...groups, ...slides].flatMap((told) => told.stains ?? []));
  return { of: stains ? 'collection' : 'nobody', stains };
}
