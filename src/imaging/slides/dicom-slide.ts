import { AppError } from '../../base/errors.ts';
import type { ByteRanges } from './byte-ranges.ts';
import { type DicomIdentity, readDicomHeader } from './dicom-header.ts';
import { type DicomLevel, type DicomPart, openDicomLevel } from './dicom-level.ts';
import type { OpenSlide } from './opened-slide.ts';
import { isReduced, orderLevels, toSlideLevels } from './slide-levels.ts';

const WHOLE_SLIDE = '1.2.840.10008.5.1.4.1.1.77.1.6';

/** Images that are no level, by the third value of ImageType, and what they are called here. */
const PASSED_OVER = new Map([
  ['LABEL', 'label'],
  ['OVERVIEW', 'macro'],
  ['THUMBNAIL', 'thumbnail'],
]);

/** What instances of other classes are (DICOM PS3.4, annex B.5). */
const OTHER_CLASSES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.1.3.10', 'DICOM directory'],
  ['1.2.840.10008.5.1.4.1.1.2', 'CT image'],
  ['1.2.840.10008.5.1.4.1.1.4', 'MR image'],
  ['1.2.840.10008.5.1.4.1.1.11.1', 'DICOM presentation state'],
  ['1.2.840.10008.5.1.4.1.1.66', 'DICOM raw data'],
  ['1.2.840.10008.5.1.4.1.1.66.4', 'DICOM segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66.5', 'DICOM segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66.7', 'DICOM segmentation'],
  ['1.2.840.10008.5.1.4.1.1.30', 'DICOM parametric map'],
  ['1.2.840.10008.5.1.4.1.1.91.1', 'DICOM annotations'],
  ['1.2.840.10008.5.1.4.1.1.104.1', 'DICOM document (PDF)'],
]);

/** What other instances are, by their modality. */
const OTHER_MODALITIES: ReadonlyMap<string, string> = new Map([
  ['CT', 'CT image'],
  ['MR', 'MR image'],
  ['PT', 'PET image'],
  ['US', 'ultrasound image'],
  ['CR', 'X-ray image'],
  ['DX', 'X-ray image'],
  ['MG', 'mammogram'],
  ['ANN', 'DICOM annotations'],
  ['SEG', 'DICOM segmentation'],
  ['SR', 'DICOM report'],
  ['PR', 'DICOM presentation state'],
  ['KO', 'DICOM selection of images'],
  ['DOC', 'DICOM document'],
]);

/** Whether an instance is one of a whole slide, by its class or, where writers were careless, by its modality. */
export function isWholeSlide({ sopClass, modality }: DicomIdentity): boolean {
  return sopClass === WHOLE_SLIDE || (modality === 'SM' && !OTHER_CLASSES.has(sopClass));
}

/** What an instance is that is none of a whole slide, in words for a person. */
export function kindOfDicom({ sopClass, modality }: DicomIdentity): string {
  return OTHER_CLASSES.get(sopClass) ?? OTHER_MODALITIES.get(modality) ?? 'DICOM file of another kind';
}

/**
 * Opens the instances of one series, each of which is a level, a part of one, or an image that is passed over.
 * @throws AppError image-broken, slide-variant, slide-order-unknown, file-unreadable
 */
export async function openDicomSlide(sources: readonly ByteRanges[]): Promise<OpenSlide> {
  const passedOver: string[] = [];
  const images = new Map<string, [DicomPart, ...DicomPart[]]>();
  for (const [index, source] of sources.entries()) {
    const header = await readDicomHeader(source);
    const name = isWholeSlide(header) ? PASSED_OVER.get(header.flavour) : 'other';
    const key = header.concatenation?.uid ?? `file ${index}`;
    if (name) passedOver.push(name);
    else images.set(key, [...(images.get(key) ?? []), { source, header }] as [DicomPart, ...DicomPart[]]);
  }
  const stored: DicomLevel[] = [];
  for (const parts of images.values()) stored.push(await openDicomLevel(parts));
  const [finest, ...rest] = stored.toSorted((a, b) => b.width - a.width);
  if (!finest) throw new AppError('slide-variant', 'DICOM without an image of the tissue');
  if (
    rest.some(
      ({ width, height }, i) => width === (rest[i - 1] ?? finest).width && height === (rest[i - 1] ?? finest).height,
    )
  ) {
    throw new AppError('slide-variant', 'DICOM with several images of one size');
  }
  const reduced = rest.filter((level) => isReduced(level, finest));
  const levels = orderLevels([finest, ...reduced]);
  return {
    info: {
      format: 'dicom',
      levels: toSlideLevels(levels),
      ...finest.resolution,
      compression: finest.compression,
      passedOver: [...passedOver, ...new Array<string>(rest.length - reduced.length).fill('other')],
    },
    decodeTile: async (level, column, row) => levels[level]?.decodeTile(column, row),
  };
}
