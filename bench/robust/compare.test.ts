import { expect, it } from 'vitest';
import { gainOf } from './compare.ts';

const measured = (bySlide: number[], draws: number[]) => ({
  all: { slides: 0, folds: 0 },
  bySlide,
  bySlideInFolds: bySlide,
  draws: draws.map((slides) => ({ slides, folds: slides / 2 })),
});

it('pairs slides with slides and draws with draws', () => {
  const gain = gainOf(measured([0.75, 0.5, 0.5], [0.5, 1]), measured([0.25, 0.75, 0.5], [0.25, 0.25]));
  expect(gain.overSlides.mean).toBeCloseTo(0.25 / 3);
  expect([gain.slidesUp, gain.slidesDown]).toEqual([1, 1]);
  expect(gain.overDraws.slides.mean).toBe(0.5);
  expect(gain.overDraws.folds.mean).toBe(0.25);
});
