import type { IntakeChoice } from '../../library/schema.ts';
import type { Intake } from './intake.ts';
import { pagesOf } from './stack-pages.ts';

/** Masks are left out and large images are cut, unless a person says otherwise. */
export const FIRST_CHOICE: IntakeChoice = { masks: 'leave-out', largeImages: 'cut' };

/** What is indexed of an intake: masks as images where they are wanted, large images as one patch each and all pages of stacks where that is. */
export function chooseFrom(intake: Intake, choice: IntakeChoice = FIRST_CHOICE): Intake {
  const masks = choice.masks === 'index' ? intake.masks : [];
  const whole = choice.largeImages === 'whole' ? intake.slides.filter(({ isLargeImage }) => isLargeImage) : [];
  const stacks = choice.stacks === 'all' ? intake.files.filter(({ pages }) => pages) : [];
  if (masks.length + whole.length + stacks.length === 0) return intake;
  const isStack = new Set(stacks.map(({ path }) => path));
  return {
    ...intake,
    files: [
      ...(stacks.length > 0 ? intake.files.flatMap(pagesOf) : intake.files),
      ...masks,
      ...whole.map(({ files: [file] }) => file),
    ],
    slides: intake.slides.filter((slide) => !whole.includes(slide)),
    masks: choice.masks === 'index' ? [] : intake.masks,
    notes: intake.notes.filter(({ path }) => !isStack.has(path)),
    choice,
  };
}
