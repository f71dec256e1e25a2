/** Which of a TIFF file's directories is the image: the others may be a label with a patient's name, and are never read. */

/** What a directory says of its image. */
export interface PageFacts {
  readonly width: number;
  readonly height: number;
  readonly isTiled: boolean;
  /** Bits: 1 a smaller version of another image, 4 a transparency mask. */
  readonly subfileType: number;
  readonly description: string;
}

/** Images that are no part of the tissue's; `other` for one of which nothing else is known. */
export type AssociatedName = 'label' | 'macro' | 'thumbnail' | 'other';

/** A description is a name when it has at most so many characters: longer ones tell of the scanner. */
const MOST_NAME = 80;
const REDUCED = 1;
const MASK = 4;

/** What a name or a description says the image is beside the slide; undefined when it says nothing of the kind. */
export function associatedName(text: string): AssociatedName | undefined {
  const name = nameIn(text);
  // biome-ignore lint/plugin: of words that this file gives.
  const says = (words: string) => new RegExp(`(?:^|[^a-z])(?:${words})(?:[^a-z]|$)`, 'i').test(name);
  if (says('label|barcode')) return 'label';
  if (says('macro|overview')) return 'macro';
  if (says('thumb|thumbnail|preview')) return 'thumbnail';
  return says('probability|tissue.?map|focus.?map') ? 'other' : undefined;
}

/** Aperio's second line, the ImageType of QPTIFF, or a short text as a whole. */
function nameIn(text: string): string {
  if (text.startsWith('Aperio')) return /^(?:label|macro)/.exec(text.split('\n')[1] ?? '')?.[0] ?? '';
  const imageType = /<ImageType>([^<]{0,80})<\/ImageType>/.exec(text);
  if (imageType) return imageType[1] ?? '';
  return text.length <= MOST_NAME ? text : '';
}

/** The image of a file, and what else it has. */
export interface ChosenPage {
  /** Index of the directory. */
  readonly index: number;
  /** Indices of the directories of the same kind, itself first: several in a stack of images, planes or channels. */
  readonly alike: readonly number[];
}

/**
 * Tells the image among a file's directories by all of them: no label, macro or thumbnail, no smaller version, no mask;
 * tiled where some are; of those left, the largest, and the first of equals.
 * @returns undefined when nothing but images of those kinds is there
 */
export function choosePage(pages: readonly PageFacts[]): ChosenPage | undefined {
  const shown = pages.filter((page) => (page.subfileType & MASK) === 0 && !isAside(page, pages));
  const full = shown.filter((page) => (page.subfileType & REDUCED) === 0);
  const own = full.length > 0 ? full : shown;
  const tiled = own.filter(({ isTiled }) => isTiled);
  const candidates = tiled.length > 0 ? tiled : own;
  const area = ({ width, height }: PageFacts) => width * height;
  const most = Math.max(...candidates.map(area));
  const chosen = candidates.find((page) => area(page) === most);
  if (!chosen) return undefined;
  const alike = candidates.filter(({ width, height }) => width === chosen.width && height === chosen.height);
  return { index: pages.indexOf(chosen), alike: alike.map((page) => pages.indexOf(page)) };
}

/** A file of a single image may have any description, but for one that Aperio calls a label. */
function isAside({ description }: PageFacts, { length }: readonly PageFacts[]): boolean {
  const name = associatedName(description);
  return name !== undefined && (length > 1 || description.startsWith('Aperio'));
}
