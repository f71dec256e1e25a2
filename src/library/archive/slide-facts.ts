import { AppError } from '../../base/errors.ts';
import type { SlideRecord } from '../schema.ts';

/** What an export says of a slide that patches were cut from. */
export type SlideFacts = Omit<SlideRecord, 'collectionId' | 'handles'>;

export function slideFactsText(slides: readonly SlideRecord[]): string {
  const facts = slides.map(({ collectionId: _collectionId, handles: _handles, ...slide }): SlideFacts => slide);
  return `${JSON.stringify(facts, undefined, 2)}\n`;
}

/** @throws AppError import-damaged. */
export function readSlideFacts(text: string): SlideFacts[] {
  try {
    const slides: Omit<SlideRecord, 'collectionId'>[] = JSON.parse(text);
    if (slides.every(isWhole)) return slides.map(({ handles: _handles, ...facts }) => facts);
  } catch {
    // No JSON, or something else than a list of slides: said below.
  }
  throw new AppError('import-damaged', 'the slides are not understood');
}

function isWhole({ path, filePaths, fingerprint, info, cut }: SlideFacts): boolean {
  const words = [path, fingerprint, ...filePaths];
  const counts = [info.levels[0].width, info.levels[0].height, cut.patchSize];
  return words.every((word) => typeof word === 'string') && counts.every((count) => Number.isSafeInteger(count));
}
