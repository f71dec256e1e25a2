import { colourVariety } from '../../base/colour-histogram.ts';
import { AppError } from '../../base/errors.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import { patchReaders } from '../decoding/patch-reader-pool.ts';
import { encoder } from '../device/encoder-host.ts';
import { type ChosenStains, chooseStains } from '../stains/choose-stains.ts';

/** An image to search with, which lives in memory only. */
export interface OutsideImage {
  readonly barcode: Uint8Array<ArrayBuffer>;
  /** See colourVariety. */
  readonly variety: number;
  /** JPEG thumbnail. */
  readonly preview: Blob;
  /** Pixels of the image itself. */
  readonly width: number;
  readonly height: number;
  /** Where the profile normalises stains: whose were taken, or that the colours are as they are. */
  readonly stainsOf?: ChosenStains['of'];
}

/**
 * Encodes an image that is not in the library with the open collection's profile; nothing of it is stored.
 * @throws AppError collection-missing when none is open, and what reading or encoding throws; the signal's reason.
 */
export async function encodeOutsideImage(file: File, signal: AbortSignal): Promise<OutsideImage> {
  const open = currentCollection();
  if (!open) throw new AppError('collection-missing');
  const { profile } = open.collection;
  const chosen = profile.stain && (await chooseStains(file, open.collection.id, signal));
  const wanted = { size: profile.size, stains: chosen?.stains };
  const { rgb, colours, thumbnail, width, height } = await patchReaders().readPatch(file, wanted, signal);
  const [barcode] = await encoder().encode([rgb], profile, signal);
  if (!barcode) throw new AppError('unexpected', 'no barcode for the image');
  const preview = new Blob([thumbnail], { type: 'image/jpeg' });
  const variety = colourVariety(colours.histogram);
  return { barcode, variety, preview, width, height, ...(chosen && { stainsOf: chosen.of }) };
}
