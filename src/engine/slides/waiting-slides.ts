/** Slides on the screen whose files cannot be read: what is dropped on the page may be these. */
import type { SlideRecord } from '../../library/schema.ts';
import type { Intake } from '../intake/intake.ts';
import { findMovedSlides, openSlide } from './open-slide.ts';

interface Waiting {
  readonly slide: SlideRecord;
  onFound(): void;
}

const waiting = new Set<Waiting>();

/** @returns Call it when the slide is not waited for any more. */
export function waitForSlide(slide: SlideRecord, onFound: () => void): () => void {
  const one: Waiting = { slide, onFound };
  waiting.add(one);
  return () => waiting.delete(one);
}

/**
 * Looks among what was given to the page for the slides that are waited for, by their content.
 * @returns Whether one of them is there: then it was given for that, and not to be indexed.
 */
export async function giveToWaiting(intake: Intake): Promise<boolean> {
  if (waiting.size === 0 || intake.slides.length === 0) return false;
  for (const collectionId of new Set(Array.from(waiting, ({ slide }) => slide.collectionId))) {
    await findMovedSlides(collectionId, intake);
  }
  let isFound = false;
  for (const { slide, onFound } of [...waiting]) {
    if (!('files' in (await openSlide(slide)))) continue;
    isFound = true;
    onFound();
  }
  return isFound;
}
