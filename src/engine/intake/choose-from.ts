import type { IntakeChoice } from '../../library/schema.ts';
import type { FoundSlide, Intake } from './intake.ts';
import { pagesOf } from './stack-pages.ts';

/** Masks are left out and large images are cut, unless a person says otherwise. */
export const FIRST_CHOICE: IntakeChoice = { masks: 'leave-out', largeImages: 'cut' };

/** What is indexed of an intake: masks as images where they are wanted, large images as one patch each and all pages of stacks where that is. Slides know which of their channels is. */
export function chooseFrom(intake: Intake, choice: IntakeChoice = FIRST_CHOICE): Intake {
  const masks = choice.masks === 'index' ? intake.masks : [];
  const whole = choice.largeImages === 'whole' ? intake.slides.filter(({ isLargeImage }) => isLargeImage) : [];
  const stacks = choice.stacks === 'all' ? intake.files.filter(({ pages }) => pages) : [];
  if (choice === FIRST_CHOICE) return intake;
  const isStack = new Set(stacks.map(({ path }) => path));
  return {
    ...intake,
    files: [
      ...(stacks.length > 0 ? intake.files.flatMap(pagesOf) : intake.files),
      ...masks,
      ...whole.map(({ files: [file] }) => file),
    ],
    slides: withChannels(
      intake.slides.filter((slide) => !whole.includes(slide)),
      choice,
    ),
    masks: choice.masks === 'index' ? [] : intake.masks,
    notes: intake.notes.filter(({ path }) => !isStack.has(path)),
    choice,
  };
}

/** Slides with the channels that are to be read of them. */
export function withChannels(
  slides: readonly FoundSlide[],
  { channels }: Pick<IntakeChoice, 'channels'>,
): readonly FoundSlide[] {
  return channels ? slides.map((slide) => ({ ...slide, channels })) : slides;
}
