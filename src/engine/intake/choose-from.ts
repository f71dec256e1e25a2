import type { IntakeChoice } from '../../library/schema.ts';
import type { Intake } from './intake.ts';

/** Masks are left out and large images are cut, unless a person says otherwise. */
export const FIRST_CHOICE: IntakeChoice = { masks: 'leave-out', largeImages: 'cut' };

/** What is indexed of an intake: masks as images where they are wanted, large images as one patch each where that is. */
export function chooseFrom(intake: Intake, choice: IntakeChoice = FIRST_CHOICE): Intake {
  const masks = choice.masks === 'index' ? intake.masks : [];
  const whole = choice.largeImages === 'whole' ? intake.slides.filter(({ isLargeImage }) => isLargeImage) : [];
  if (masks.length + whole.length === 0) return intake;
  return {
    ...intake,
    files: [...intake.files, ...masks, ...whole.map(({ files: [file] }) => file)],
    slides: intake.slides.filter((slide) => !whole.includes(slide)),
    masks: choice.masks === 'index' ? [] : intake.masks,
    choice,
  };
}
