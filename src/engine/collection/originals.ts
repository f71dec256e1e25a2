import type { SlideArea } from '../../base/slide.ts';
import type { Stains } from '../../base/stains.ts';
import type { Patch } from '../../columns/patch-chunk.ts';
import { encodeImage } from '../../imaging/encode-image.ts';
import { normaliseStains } from '../../imaging/stain/macenko.ts';
import { getCollection } from '../../library/collections.ts';
import { slidePathOf } from '../../library/patch-path.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { readSlide } from '../../library/slides.ts';
import { patchReaders } from '../decoding/patch-reader-pool.ts';
import { slideReaders } from '../decoding/slide-reader-pool.ts';
import { findFile, type NotFound } from '../intake/find-file.ts';
import { mayRead } from '../intake/find-intake.ts';
import { folderOf } from '../intake/folders.ts';
import { openSlide } from '../slides/open-slide.ts';

/** Longer side in pixels that an original is shown with at most. */
const DISPLAY_SIDE = 4096;

export type Original = { readonly blob: Blob } | NotFound;

/**
 * The original image of a patch, decoded for the screen. `needsPermission` when its folder is known but the browser
 * wants a click first (see `allowOriginal`), `missing` when the folder would have to be dropped again or the file is gone.
 * @param stains When given, the image is shown as the network saw it: in the stains of the reference.
 * @throws AppError when the file can be opened but not read as an image any more.
 */
export async function readOriginal(patch: Patch, signal: AbortSignal, stains?: Stains): Promise<Original> {
  const slidePath = slidePathOf(patch);
  if (patch.area && slidePath !== undefined) {
    return readFromSlide(patch.collectionId, slidePath, patch.area, stains, signal);
  }
  const collection = await getCollection(patch.collectionId);
  const file = await findFile(collection, patch.path);
  if (!(file instanceof File)) return file;
  return { blob: await patchReaders().readForDisplay(file, { maxSide: DISPLAY_SIDE, stains }, signal) };
}

/** An area in the pixels of level 0. */
async function readFromSlide(
  collectionId: string,
  path: string,
  area: SlideArea,
  stains: Stains | undefined,
  signal: AbortSignal,
): Promise<Original> {
  const slide = await readSlide(collectionId, path);
  const open = slide ? await openSlide(slide) : ({ missing: true } as const);
  if (!('files' in open)) return open;
  const scale = Math.min(1, DISPLAY_SIDE / Math.max(area.width, area.height));
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  const image = await slideReaders().readArea(open, area, width, height, signal);
  const shown = stains ? normaliseStains(image, stains) : image;
  return { blob: await encodeImage(shown, { type: 'image/png' }) };
}

/** Asks the browser for what the original of a patch is read from. Call it from a click. */
export async function allowOriginal(patch: Patch): Promise<boolean> {
  const slidePath = slidePathOf(patch);
  const slide = slidePath === undefined ? undefined : await readSlide(patch.collectionId, slidePath);
  return slide ? allowSlide(slide) : allowFolder(patch.collectionId, patch.path);
}

/** Asks the browser for the files of a slide, where they have handles of their own, or for its folder. */
export async function allowSlide({ collectionId, path, handles }: SlideRecord): Promise<boolean> {
  if (!handles) return allowFolder(collectionId, path);
  for (const handle of handles) if (!(await mayRead(handle, 'ask'))) return false;
  return true;
}

async function allowFolder(collectionId: string, path: string): Promise<boolean> {
  const { handle } = folderOf(path, await getCollection(collectionId));
  return handle !== undefined && mayRead(handle, 'ask');
}
