import { AppError } from '../../base/errors.ts';
import type { CutRule, SlideRecord } from '../../library/schema.ts';
import type { FoundSlide } from '../intake/intake.ts';
import { type CutSlide, cutOf, cutSlide, withResolution } from './cut.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { SlideInspector } from './inspect-slides.ts';
import { type OpenSlide, openFoundSlide, sizeOf } from './open-slide.ts';

/** A slide that is ready to be indexed. */
export interface SlidePlan {
  readonly open: OpenSlide;
  readonly record: Omit<SlideRecord, 'collectionId'>;
  /** At least one. */
  readonly patches: CutSlide;
}

/**
 * Finds out what of a slide is to be indexed. The same slide and rule give the same plan.
 * @throws AppError slide-without-patches, file-unreadable, and what describing the slide throws.
 */
export async function planSlide(
  found: FoundSlide,
  rule: CutRule,
  inspector: Pick<SlideInspector, 'describe' | 'findTissue'>,
): Promise<SlidePlan> {
  const open = await openFoundSlide(found);
  const info = withResolution(await inspector.describe(open), rule);
  const cut = cutOf(info, rule);
  const patches = cutSlide(info, await inspector.findTissue(open), cut);
  if (patches.places.length === 0) throw new AppError('slide-without-patches');
  const record = {
    path: found.path,
    filePaths: found.files.map(({ path }) => path),
    ...handlesOf(found),
    ...stampOf(open),
    fingerprint: await fingerprintOf(open.files),
    info,
    cut,
    patchCount: patches.places.length,
  };
  return { open, record, patches };
}

/** Nothing, unless all files have one. */
function handlesOf({ files }: FoundSlide): Pick<SlideRecord, 'handles'> {
  const handles = files.flatMap(({ handle }) => handle ?? []);
  return handles.length === files.length ? { handles } : {};
}

/** To tell whether a slide has changed. */
export function stampOf({ files }: OpenSlide): Pick<SlideRecord, 'fileSize' | 'fileModified'> {
  return { fileSize: sizeOf(files), fileModified: Math.max(...files.map(({ lastModified }) => lastModified)) };
}
