import { type Profile, SIZE_RANGE } from '../../barcode/profile.ts';
import { colourVariety } from '../../base/colour-histogram.ts';
import { AppError } from '../../base/errors.ts';
import type { SlideArea } from '../../base/slide.ts';
import type { SlideRecord } from '../../library/schema.ts';
import { slideReaders } from '../decoding/slide-reader-pool.ts';
import { encoder } from '../device/encoder-host.ts';
import { scaleOf } from '../slides/cut.ts';
import { openSlide } from '../slides/open-slide.ts';
import { toldStains } from '../stains/stain-groups.ts';

/** A region of a slide to search with, which lives in memory only. */
export interface EncodedRegion {
  readonly barcode: Uint8Array<ArrayBuffer>;
  /** See colourVariety. */
  readonly variety: number;
  /** JPEG thumbnail. */
  readonly preview: Blob;
  /** Pixels that it was read in. */
  readonly width: number;
  readonly height: number;
}

/** How large a region is read: at the resolution of the slide's patches, so that like is compared with like. */
export interface RegionSize {
  /** Of the longer side, at the resolution that the slide was cut at. */
  readonly patchSize: number;
  /** Of the longer side, as the network gets it: enlarged or reduced as the slide's patches are. */
  readonly size: number;
}

export function regionSizeOf(
  { info, cut }: Pick<SlideRecord, 'info' | 'cut'>,
  area: SlideArea,
  profile: Profile,
): RegionSize {
  const patchSize = Math.max(1, Math.round(Math.max(area.width, area.height) / scaleOf(info, cut)));
  const size = Math.round((patchSize * profile.size) / cut.patchSize);
  return { patchSize, size: Math.min(size, SIZE_RANGE.most) };
}

/**
 * Encodes a region of an indexed slide as its patches were: the area of a patch gives the barcode of the patch. Nothing
 * of it is stored.
 * @throws AppError folder-permission, file-unreadable, and what reading or encoding throws; the signal's reason.
 */
export async function encodeRegion(
  slide: SlideRecord,
  area: SlideArea,
  profile: Profile,
  signal: AbortSignal,
): Promise<EncodedRegion> {
  const open = await openSlide(slide);
  if ('needsPermission' in open) throw new AppError('folder-permission', slide.path);
  if ('missing' in open) throw new AppError('file-unreadable', slide.path);
  const { patchSize, size } = regionSizeOf(slide, area, profile);
  const stains = profile.stain && toldStains(slide.stains);
  const read = await slideReaders().readPatch(open, area, patchSize, { size, stains }, signal);
  const [barcode] = await encoder().encode([read.rgb], profile, signal);
  if (!barcode) throw new AppError('unexpected', 'no barcode for the region');
  const preview = new Blob([read.thumbnail], { type: 'image/jpeg' });
  return { barcode, variety: colourVariety(read.colours.histogram), preview, width: read.width, height: read.height };
}
