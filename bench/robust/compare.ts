import { type MeanSd, meanSd } from '../../src/evaluation/mean-sd.ts';
import type { Accuracies, Measured } from './measure-setting.ts';

/** What one setting reaches beyond another on the same tiles, in shares from -1 to 1. */
export interface Gain {
  /** Over the slides, each counting the same, when it is left out. */
  readonly overSlides: MeanSd;
  readonly slidesUp: number;
  readonly slidesDown: number;
  /** Over the draws, leaving a slide out and in five folds. */
  readonly overDraws: { readonly slides: MeanSd; readonly folds: MeanSd };
}

export function gainOf(one: Measured, base: Measured): Gain {
  const bySlide = one.bySlide.map((share, at) => share - (base.bySlide[at] ?? 0));
  const byDraw = (figure: keyof Accuracies) =>
    meanSd(one.draws.map((draw, at) => draw[figure] - (base.draws[at]?.[figure] ?? 0)));
  return {
    overSlides: meanSd(bySlide),
    slidesUp: bySlide.filter((gain) => gain > 0).length,
    slidesDown: bySlide.filter((gain) => gain < 0).length,
    overDraws: { slides: byDraw('slides'), folds: byDraw('folds') },
  };
}
